// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/race_detector.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {
namespace {

bool Acquires(int order) {
  return order == __ATOMIC_CONSUME || order == __ATOMIC_ACQUIRE ||
         order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

bool Releases(int order) {
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL ||
         order == __ATOMIC_SEQ_CST;
}

}  // namespace

void RaceDetector::ClearClocks(int thread) {
  clocks_[thread].Clear();
  seen_[thread].Clear();
  fenced_[thread].Clear();
  clocks_[thread].Advance(thread);
}

void RaceDetector::Begin() {
  ClearClocks(0);
  unjoined_ = 0;
  objects_.Clear();
  ++round_;
  used_ = 0;
  more_used_ = 0;
}

void RaceDetector::Spawn(int parent, int child) {
  ClearClocks(child);
  clocks_[child].Join(clocks_[parent]);
  clocks_[parent].Advance(parent);
  ++unjoined_;
}

void RaceDetector::Join(int thread, int ended) {
  clocks_[thread].Join(clocks_[ended]);
  --unjoined_;
}

VectorClock& RaceDetector::ClockOf(uintptr_t object) {
  const int before = objects_.size();
  const size_t slot = static_cast<size_t>(objects_.Of(object));
  if (released_.size() <= slot) released_.resize(slot + 1);
  if (objects_.size() > before) released_[slot].Clear();
  return released_[slot];
}

const VectorClock* RaceDetector::FindClock(uintptr_t object) const {
  const int slot = objects_.Find(object);
  return slot < 0 ? nullptr : &released_[static_cast<size_t>(slot)];
}

void RaceDetector::Release(int thread, uintptr_t object) {
  ClockOf(object).Join(clocks_[thread]);
  clocks_[thread].Advance(thread);
}

void RaceDetector::Acquire(int thread, uintptr_t object) {
  const VectorClock* clock = FindClock(object);
  if (clock != nullptr) clocks_[thread].Join(*clock);
}

void RaceDetector::AtomicLoad(int thread, uintptr_t address, int order) {
  const VectorClock* clock = FindClock(address);
  if (clock != nullptr)
    (Acquires(order) ? clocks_ : seen_)[thread].Join(*clock);
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

RaceDetector::Word& RaceDetector::Probe(uintptr_t address) {
  const size_t mask = words_.size() - 1;
  size_t i = address / kWordBytes * 0x9E3779B97F4A7C15u >> 32 & mask;
  while (words_[i].round == round_ && words_[i].address != address) {
    i = (i + 1) & mask;
  }
  return words_[i];
}

RaceDetector::Word& RaceDetector::WordAt(uintptr_t address) {
  Word* word = &Probe(address);
  if (word->round == round_) return *word;
  if (++used_ * 2 > words_.size()) {
    Grow();
    word = &Probe(address);
  }
  word->address = address;
  word->round = round_;
  word->count = 0;
  return *word;
}

void RaceDetector::Grow() {
  std::vector<Word> old(words_.size() * 2);
  old.swap(words_);
  for (const Word& word : old) {
    if (word.round == round_) Probe(word.address) = word;
  }
}

std::optional<Race> RaceDetector::Check(Record* records, uint32_t* count,
                                        uintptr_t address,
                                        const Record& access) const {
  const VectorClock& clock = clocks_[access.thread];
  std::optional<Race> race;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < *count; ++i) {
    const Record& record = records[i];
    const ByteSet both = record.bytes & access.bytes;
    const bool ordered = clock.Knows(record.thread, record.tick);
    const bool conflict = (record.kind.write || access.kind.write) &&
                          !(record.kind.atomic && access.kind.atomic);
    if (both != 0 && conflict && !ordered && !race) {
      const unsigned low = static_cast<unsigned>(std::countr_zero(both));
      const unsigned high = static_cast<unsigned>(std::bit_width(both));
      race = Race{address + low,     address + high, record.thread,
                  record.kind.write, record.pc,      access.thread,
                  access.kind.write, access.pc};
    }
    // Whoever races with the record later races with this access, too.
    const bool replaced = ordered && (record.bytes & ~access.bytes) == 0 &&
                          (access.kind.write || !record.kind.write) &&
                          (!access.kind.atomic || record.kind.atomic);
    if (replaced) continue;
    if (kept != i) records[kept] = record;
    ++kept;
  }
  *count = kept;
  return race;
}

void RaceDetector::Add(Word& word, const Record& access) {
  if (word.count < Word::kInline) {
    word.records[word.count++] = access;
    return;
  }
  // It moves to where there is room.
  if (more_used_ == more_.size()) more_.emplace_back();
  std::vector<Record>& records = more_[more_used_];
  records.assign(word.records, word.records + word.count);
  records.push_back(access);
  word.count = Word::kMore | static_cast<uint32_t>(more_used_++);
}

std::optional<Race> RaceDetector::AccessWord(int thread, uintptr_t address,
                                             ByteSet bytes, Kind kind, Pc pc) {
  const Record access = {pc, clocks_[thread].of(thread),
                         static_cast<uint8_t>(thread), bytes, kind};
  Word& word = WordAt(address);
  // Most often: the same thread, again. Who races with this races with the
  // record, too, or did.
  if (word.count == 1) {
    const Record& last = word.records[0];
    if (last.thread == access.thread && last.tick == access.tick &&
        (access.bytes & ~last.bytes) == 0 &&
        (last.kind.write || !access.kind.write) && !last.kind.atomic) {
      return std::nullopt;
    }
  }
  if (!word.has_more()) {
    std::optional<Race> race =
        Check(word.records, &word.count, address, access);
    Add(word, access);
    return race;
  }
  std::vector<Record>& records = more_[word.count & ~Word::kMore];
  uint32_t count = static_cast<uint32_t>(records.size());
  std::optional<Race> race = Check(records.data(), &count, address, access);
  records.resize(count);
  records.push_back(access);
  return race;
}

std::optional<Race> RaceDetector::Access(int thread, uintptr_t address,
                                         size_t size, Kind kind, Pc pc) {
  std::optional<Race> first;
  for (uintptr_t word = WordOf(address); word < address + size;
       word += kWordBytes) {
    const std::optional<Race> race =
        AccessWord(thread, word, BytesInWord(word, address, size), kind, pc);
    if (race && !first) first = race;
  }
  return first;
}

void RaceDetector::Forget(uintptr_t address, size_t size) {
  for (uintptr_t word = WordOf(address); word < address + size;
       word += kWordBytes) {
    WordAt(word).count = 0;
  }
}

}  // namespace explorer::internal
