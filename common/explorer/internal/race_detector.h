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

#ifndef COMMON_EXPLORER_INTERNAL_RACE_DETECTOR_H_
#define COMMON_EXPLORER_INTERNAL_RACE_DETECTOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/operation.h"
#include "common/explorer/internal/slots.h"
#include "common/explorer/internal/vector_clock.h"

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

  // The bytes are newly allocated: accesses before do not count.
  void Forget(uintptr_t address, size_t size);

 private:
  // Memory is looked at in words of 8 bytes; a mask says which of those.
  struct Record {
    Pc pc = nullptr;
    Tick tick = 0;
    uint8_t thread = 0;
    uint8_t mask = 0;
    Kind kind;
  };
  struct Word {
    std::vector<Record> records;
  };

  VectorClock& ClockOf(uintptr_t object);
  std::optional<Race> AccessWord(uintptr_t word, const Record& access);

  std::array<VectorClock, kMaxThreads> clocks_;
  // What relaxed loads saw, for an acquire fence; what a release fence covers,
  // for relaxed stores.
  std::array<VectorClock, kMaxThreads> seen_;
  std::array<VectorClock, kMaxThreads> fenced_;
  Slots objects_;
  std::vector<VectorClock> released_;  // by slot
  Slots words_;
  std::vector<Word> memory_;  // by slot
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RACE_DETECTOR_H_
