// SPDX-License-Identifier: Apache-2.0
//
// In which order threads lock, and where that goes round in a circle: a thread
// locks b while it holds a, another a while it holds b. The execution had luck;
// another one may deadlock.
//
//   LockOrder order;
//   order.Begin();
//   order.Spawn(0, 1);
//   order.Locked(1, b, {a}, stack);
//   ...
//   for (const LockCycle& cycle : order.TakeCycles()) ...
//
// It is no cycle if the threads hold a lock in common meanwhile, which lets
// only one of them in, or if one ends before another begins.
//
// Thread safety: none. Errors: none.
//
// Source: K. Havelund, "Using runtime analysis to guide model checking of Java
// programs", 2000 (the Goodlock algorithm).

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_LOCK_ORDER_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_LOCK_ORDER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {

// A thread locked a mutex while it held another one.
struct NestedLock {
  int thread = 0;
  uintptr_t held = 0;
  uintptr_t wanted = 0;
  std::vector<uintptr_t> all_held = {};
  VectorClock clock = {};      // starts and joins alone
  std::vector<Pc> stack = {};  // of the lock of `wanted`
};

// Each wants what the next one holds; the last one, what the first one holds.
using LockCycle = std::vector<NestedLock>;

class LockOrder {
 public:
  // A new execution.
  void Begin();

  void Spawn(int parent, int child);
  void Join(int thread, int ended);
  // The thread got the mutex exclusively, while it held these that way.
  void Locked(int thread, uintptr_t wanted,
              const std::vector<uintptr_t>& all_held,
              const std::vector<Pc>& stack);

  // Those of this execution that were in none before.
  std::vector<LockCycle> TakeCycles();

 private:
  // Locks beyond that many are not looked at.
  static constexpr size_t kMaxLocks = 1'000;

  struct Key {
    int thread = 0;
    uintptr_t held = 0;
    uintptr_t wanted = 0;

    friend auto operator<=>(const Key&, const Key&) = default;
  };

  static bool CanBeHeldTogether(const NestedLock& a, const NestedLock& b);
  // Goes on from path_ to all cycles that begin with it.
  void Extend(std::vector<LockCycle>& cycles);

  std::array<VectorClock, kMaxThreads> clocks_;
  std::vector<NestedLock> locks_;
  LockCycle path_;
  std::set<std::vector<Key>> known_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_LOCK_ORDER_H_
