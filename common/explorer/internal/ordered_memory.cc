// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/ordered_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/vector_clock.h"

namespace explorer::internal {

bool OrderedMemory::Orders(uintptr_t address, size_t size,
                           const Access& access) {
  const uintptr_t end = address + size;
  bool orders = true;
  for (uintptr_t word = address / kWord; word * kWord < end; ++word) {
    const uintptr_t first = std::max(word * kWord, address) % kWord;
    const uintptr_t last = std::min(word * kWord + kWord, end) - word * kWord;
    const uint8_t mask = static_cast<uint8_t>((1u << last) - (1u << first));
    orders &= OrdersWord(word, mask, access);
  }
  return orders;
}

bool OrderedMemory::OrdersWord(uintptr_t word, uint8_t mask,
                               const Access& access) {
  Entry& entry = EntryOf(word);
  if (entry.count == kCloser) return false;
  for (uint32_t i = 0; i < entry.count; ++i) {
    const Known& known = entry.known[i];
    if (known.moment == access.moment && known.thread == access.thread &&
        known.write == access.write && known.mask == mask) {
      return true;
    }
  }
  bool orders = entry.count < kMost;
  for (uint32_t i = 0; i < entry.count && orders; ++i) {
    orders = InOrder(entry.known[i], mask, access);
  }
  if (!orders) {
    LookCloserAt(entry);
    return false;
  }
  entry.known[entry.count++] = {.moment = access.moment,
                                .clock = static_cast<uint32_t>(clocks_.size()),
                                .thread = static_cast<uint8_t>(access.thread),
                                .mask = mask,
                                .write = access.write};
  clocks_.push_back(*access.clock);
  return true;
}

bool OrderedMemory::InOrder(const Known& known, uint8_t mask,
                            const Access& access) const {
  const bool conflict =
      (known.mask & mask) != 0 && (known.write || access.write);
  if (!conflict || known.thread == access.thread) return true;
  const VectorClock& clock = clocks_[known.clock];
  return access.clock->Knows(known.thread, clock.of(known.thread)) ||
         clock.Knows(access.thread, access.clock->of(access.thread));
}

bool OrderedMemory::IsCloser(uintptr_t address, size_t size) {
  for (uintptr_t word = address / kWord; word * kWord < address + size;
       ++word) {
    const Entry& entry = Probe(word);
    if (entry.word != word || entry.count != kCloser) return false;
  }
  return true;
}

void OrderedMemory::LookCloser(uintptr_t address, size_t size) {
  for (uintptr_t word = address / kWord; word * kWord < address + size;
       ++word) {
    LookCloserAt(EntryOf(word));
  }
}

void OrderedMemory::LookCloserAt(Entry& entry) {
  if (entry.count != 0 && entry.count != kCloser) news_ = true;
  entry.count = kCloser;
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
  size_t i = word * 0x9E3779B97F4A7C15u >> 32 & mask;
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
