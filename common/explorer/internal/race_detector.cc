// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/race_detector.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/explorer/internal/operation.h"
#include "common/explorer/internal/vector_clock.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kWord = 8;

bool Acquires(int order) {
  return order == __ATOMIC_CONSUME || order == __ATOMIC_ACQUIRE ||
         order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

bool Releases(int order) {
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
         order == __ATOMIC_SEQ_CST;
}

}  // namespace

void RaceDetector::Begin() {
  for (VectorClock& clock : clocks_) clock.Clear();
  for (VectorClock& clock : seen_) clock.Clear();
  for (VectorClock& clock : fenced_) clock.Clear();
  for (int t = 0; t < kMaxThreads; ++t) clocks_[t].Advance(t);
  objects_.Clear();
  words_.Clear();
}

void RaceDetector::Spawn(int parent, int child) {
  clocks_[child].Join(clocks_[parent]);
  clocks_[parent].Advance(parent);
}

void RaceDetector::Join(int thread, int ended) {
  clocks_[thread].Join(clocks_[ended]);
}

VectorClock& RaceDetector::ClockOf(uintptr_t object) {
  const int before = objects_.size();
  const size_t slot = static_cast<size_t>(objects_.Of(object));
  if (released_.size() <= slot) released_.resize(slot + 1);
  if (objects_.size() > before) released_[slot].Clear();
  return released_[slot];
}

void RaceDetector::Release(int thread, uintptr_t object) {
  ClockOf(object).Join(clocks_[thread]);
  clocks_[thread].Advance(thread);
}

void RaceDetector::Acquire(int thread, uintptr_t object) {
  clocks_[thread].Join(ClockOf(object));
}

void RaceDetector::AtomicLoad(int thread, uintptr_t address, int order) {
  const VectorClock& clock = ClockOf(address);
  (Acquires(order) ? clocks_ : seen_)[thread].Join(clock);
}

void RaceDetector::AtomicStore(int thread, uintptr_t address, int order) {
  VectorClock& clock = ClockOf(address);
  clock = (Releases(order) ? clocks_ : fenced_)[thread];
  clocks_[thread].Advance(thread);
}

void RaceDetector::AtomicReadWrite(int thread, uintptr_t address, int order) {
  AtomicLoad(thread, address, order);
  VectorClock& clock = ClockOf(address);
  clock.Join((Releases(order) ? clocks_ : fenced_)[thread]);
  clocks_[thread].Advance(thread);
}

void RaceDetector::Fence(int thread, int order) {
  if (Acquires(order)) clocks_[thread].Join(seen_[thread]);
  if (Releases(order)) {
    fenced_[thread] = clocks_[thread];
    clocks_[thread].Advance(thread);
  }
}

std::optional<Race> RaceDetector::AccessWord(uintptr_t word,
                                             const Record& access) {
  const int before = words_.size();
  const size_t slot = static_cast<size_t>(words_.Of(word));
  if (memory_.size() <= slot) memory_.resize(slot + 1);
  Word& memory = memory_[slot];
  if (words_.size() > before) {
    memory.records.clear();
  }
  const VectorClock& clock = clocks_[access.thread];
  std::optional<Race> race;
  size_t kept = 0;
  for (const Record& record : memory.records) {
    const uint8_t both = record.mask & access.mask;
    const bool ordered = clock.Knows(record.thread, record.tick);
    const bool conflict = (record.kind.write || access.kind.write) &&
                          !(record.kind.atomic && access.kind.atomic);
    if (both != 0 && conflict && !ordered && !race) {
      const unsigned low = static_cast<unsigned>(std::countr_zero(both));
      const unsigned high = static_cast<unsigned>(std::bit_width(both));
      race =
          Race{word + low, word + high,   record.thread,     record.kind.write,
               record.pc,  access.thread, access.kind.write, access.pc};
    }
    // Whoever races with the record later races with this access, too.
    const bool replaced = ordered && (record.mask & ~access.mask) == 0 &&
                          (access.kind.write || !record.kind.write) &&
                          (!access.kind.atomic || record.kind.atomic);
    if (!replaced) memory.records[kept++] = record;
  }
  memory.records.resize(kept);
  memory.records.push_back(access);
  return race;
}

std::optional<Race> RaceDetector::Access(int thread, uintptr_t address,
                                         size_t size, Kind kind, Pc pc) {
  Record access = {pc, clocks_[thread].of(thread), static_cast<uint8_t>(thread),
                   0, kind};
  std::optional<Race> first;
  for (uintptr_t word = address & ~(kWord - 1); word < address + size;
       word += kWord) {
    const uintptr_t begin = std::max(word, address) - word;
    const uintptr_t end = std::min(word + kWord, address + size) - word;
    access.mask = static_cast<uint8_t>((1u << end) - (1u << begin));
    const std::optional<Race> race = AccessWord(word, access);
    if (race && !first) first = race;
  }
  return first;
}

void RaceDetector::Forget(uintptr_t address, size_t size) {
  for (uintptr_t word = address & ~(kWord - 1); word < address + size;
       word += kWord) {
    const int slot = words_.Find(word);
    if (slot >= 0) memory_[static_cast<size_t>(slot)].records.clear();
  }
}

}  // namespace explorer::internal
