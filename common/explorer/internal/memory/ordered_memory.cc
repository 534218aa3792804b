// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/ordered_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {
namespace {

using Phase = OrderedMemory::Phase;

bool IsBefore(const Phase& a, const Phase& b) {
  return b.least.Knows(a.thread, a.last);
}

bool AreInOrder(const Phase& a, const Phase& b) {
  const bool conflict =
      a.thread != b.thread && (a.bytes & b.bytes) != 0 && (a.write || b.write);
  return !conflict || IsBefore(a, b) || IsBefore(b, a);
}

}  // namespace

OrderedMemory::Answer OrderedMemory::Look(uintptr_t word, ByteSet bytes,
                                          const Access& access) {
  Entry& entry = EntryOf(word);
  switch (entry.state) {
    case State::kUnknown:
      entry.state = State::kPrivate;
      entry.owner = static_cast<int8_t>(access.thread);
      return {.in_order = true};
    case State::kPrivate:
      if (entry.owner == access.thread) return {.in_order = true};
      entry.state = State::kOrdered;
      ++news_;  // what its owner did is not known
      return LookAtPhases(entry, bytes, access);
    case State::kOrdered:
      return LookAtPhases(entry, bytes, access);
    case State::kAtomic:
    case State::kCloser:
      break;
  }
  LookCloserAt(entry);
  return {};
}

bool OrderedMemory::OnlyAtomics(uintptr_t word) {
  Entry& entry = EntryOf(word);
  if (entry.state == State::kUnknown) entry.state = State::kAtomic;
  if (entry.state == State::kAtomic) return true;
  LookCloserAt(entry);
  return false;
}

OrderedMemory::Answer OrderedMemory::LookAtPhases(Entry& entry, ByteSet bytes,
                                                  const Access& access) {
  uint32_t link = entry.first;
  for (int i = 0; i < entry.count; ++i, link = phases_[link].next) {
    const Phase& phase = phases_[link].phase;
    if (phase.thread == access.thread && phase.write == access.write &&
        phase.Has(bytes, *access.clock)) {
      return {true, &phase};
    }
  }
  const Phase* noted = Note(entry, {.thread = access.thread,
                                    .write = access.write,
                                    .bytes = bytes,
                                    .last = access.clock->of(access.thread),
                                    .threads = access.clock->Threads(),
                                    .least = *access.clock});
  if (noted == nullptr) LookCloserAt(entry);
  return {noted != nullptr, noted};
}

const Phase* OrderedMemory::Note(Entry& entry, const Phase& access) {
  uint32_t link = entry.first;
  for (int i = 0; i < entry.count; ++i, link = phases_[link].next) {
    Phase& phase = phases_[link].phase;
    if (phase.thread != access.thread || phase.write != access.write) continue;
    Phase longer = phase;
    longer.bytes |= access.bytes;
    longer.last = std::max(longer.last, access.last);
    longer.threads = std::min(longer.threads, access.threads);
    longer.least.Meet(access.least);
    if (!InOrder(entry, longer, &phase)) continue;
    phase = longer;
    return &phase;
  }
  if (entry.count == kMostPhases || !InOrder(entry, access, nullptr)) {
    return nullptr;
  }
  phases_.push_back({access, entry.first});
  entry.first = static_cast<uint32_t>(phases_.size() - 1);
  ++entry.count;
  return &phases_.back().phase;
}

bool OrderedMemory::InOrder(const Entry& entry, const Phase& phase,
                            const Phase* except) const {
  uint32_t link = entry.first;
  for (int i = 0; i < entry.count; ++i, link = phases_[link].next) {
    const Phase& other = phases_[link].phase;
    if (&other != except && !AreInOrder(phase, other)) return false;
  }
  return true;
}

void OrderedMemory::LookCloserAt(Entry& entry) {
  if (entry.state != State::kCloser) ++news_;
  entry.state = State::kCloser;
}

OrderedMemory::Entry& OrderedMemory::EntryOf(uintptr_t word) {
  Entry* entry = &Probe(word);
  if (entry->word == word) return *entry;
  if (++used_ * 2 > entries_.size()) {
    Grow();
    entry = &Probe(word);
  }
  entry->word = word;
  return *entry;
}

OrderedMemory::Entry& OrderedMemory::Probe(uintptr_t word) {
  const size_t mask = entries_.size() - 1;
  size_t i = word / kWordBytes * 0x9E3779B97F4A7C15u >> 32 & mask;
  while (entries_[i].word != word && entries_[i].word != 0) i = (i + 1) & mask;
  return entries_[i];
}

void OrderedMemory::Grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.word != 0) Probe(entry.word) = entry;
  }
}

}  // namespace explorer::internal
