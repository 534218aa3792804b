// SPDX-License-Identifier: Apache-2.0
//
// Finds data races: two accesses of the same bytes by two threads, at least one
// of them a write, that nothing puts in order. Whether they came at the same
// time does not matter: one execution finds the races of all its reorderings
// that keep the locks' order.
//
//   RaceDetector detector;
//   detector.Begin();
//   detector.Spawn(0, 1);
//   detector.Access(0, &x, 4, /*write=*/true, pc);
//   detector.Access(1, &x, 4, /*write=*/true, pc);   // the race
//
// Order comes from starts and joins, mutexes, condition variables and atomics,
// as the memory orders of those say.
//
// Thread safety: none; one exploration has one. Errors: none.
//
// Source: C. Flanagan and S. Freund, "FastTrack: efficient and precise dynamic
// race detection", 2009; [intro.races] of the C++ standard.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_RACE_DETECTOR_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_RACE_DETECTOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/slots.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {

struct Race {
  uintptr_t begin = 0;  // the bytes that both accessed
  uintptr_t end = 0;
  int first_thread = 0;
  bool first_writes = false;
  Pc first_pc = nullptr;
  int second_thread = 0;  // the one whose access showed it
  bool second_writes = false;
  Pc second_pc = nullptr;
};

class RaceDetector {
 public:
  RaceDetector() : words_(256) {}

  // A new execution.
  void Begin();

  void Spawn(int parent, int child);
  void Join(int thread, int ended);

  // What the thread knows now is for all who acquire the object later; and the
  // thread knows what was released there. A mutex is two objects: what readers
  // release is for writers alone.
  void Release(int thread, uintptr_t object);
  void Acquire(int thread, uintptr_t object);

  // By memory orders: of <atomic>, as the compiler numbers them.
  void AtomicLoad(int thread, uintptr_t address, int order);
  void AtomicStore(int thread, uintptr_t address, int order);
  void AtomicReadWrite(int thread, uintptr_t address, int order);
  void Fence(int thread, int order);

  struct Kind {
    bool write = false;
    bool atomic = false;  // atomic accesses don't race with each other
  };

  // The first race with an earlier access; the access is on record either way.
  std::optional<Race> Access(int thread, uintptr_t address, size_t size,
                             Kind kind, Pc pc);
  // The same of some bytes of one word.
  std::optional<Race> AccessWord(int thread, uintptr_t word, ByteSet bytes,
                                 Kind kind, Pc pc);

  // Whether all threads but one have been joined: what that one does is in
  // order with all that was done and will be done, and needs no Access().
  bool IsAlone() const { return unjoined_ == 0; }

  // What the thread knows of others and itself.
  const VectorClock& clock(int thread) const { return clocks_[thread]; }

  // The bytes are newly allocated: accesses before do not count.
  void Forget(uintptr_t address, size_t size);

 private:
  struct Record {
    Pc pc = nullptr;
    Tick tick = 0;
    uint8_t thread = 0;
    ByteSet bytes = 0;
    Kind kind;
    uint16_t padding = 0;  // two words, to be copied as such
  };
  // The accesses of a word that can still race with one to come. Most words
  // have one or two, and fill a cache line.
  struct alignas(64) Word {
    static constexpr int kInline = 3;
    static constexpr uint32_t kMore = 0x8000'0000;

    uintptr_t address = 0;
    uint32_t round = 0;  // the execution
    uint32_t count = 0;  // of those here; or kMore and where in more_ they are
    Record records[kInline];

    bool has_more() const { return count & kMore; }
  };
  static_assert(sizeof(Word) == 64);

  // What was released at the object; FindClock(): nullptr for nothing.
  VectorClock& ClockOf(uintptr_t object);
  const VectorClock* FindClock(uintptr_t object) const;
  // Those of the thread begin anew.
  void ClearClocks(int thread);
  // The word's entry, or a free one for it.
  Word& Probe(uintptr_t address);
  Word& WordAt(uintptr_t address);
  void Grow();
  // The race of the access with one of the records; keeps in them those that
  // can still race with others.
  std::optional<Race> Check(Record* records, uint32_t* count, uintptr_t address,
                            const Record& access) const;
  void Add(Word& word, const Record& access);

  std::array<VectorClock, kMaxThreads> clocks_;
  // What relaxed loads saw, for an acquire fence; what a release fence covers,
  // for relaxed stores.
  std::array<VectorClock, kMaxThreads> seen_;
  std::array<VectorClock, kMaxThreads> fenced_;
  int unjoined_ = 0;  // threads
  Slots objects_;
  std::vector<VectorClock> released_;  // by slot
  std::vector<Word> words_;            // a hash table
  uint32_t round_ = 0;
  size_t used_ = 0;  // of words_, in this round
  std::vector<std::vector<Record>> more_;
  size_t more_used_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_RACE_DETECTOR_H_
