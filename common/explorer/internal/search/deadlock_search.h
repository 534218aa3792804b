// SPDX-License-Identifier: Apache-2.0
//
// Tries to make a deadlock out of locks that go round in a circle
// (lock_order.h): a thread that holds its mutex and is about to lock the next
// one's has to wait until all of them are that far, or nobody else can go on.
//
//   DeadlockSearch search(cycle, holds, 20);
//
// Thread safety: none. Errors: see Search.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_DEADLOCK_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_DEADLOCK_SEARCH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <random>
#include <utility>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/lock_order.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

class DeadlockSearch : public Search {
 public:
  // `holds`: whether a thread holds a mutex now.
  DeadlockSearch(LockCycle cycle, std::function<bool(int, uintptr_t)> holds,
                 int runs)
      : cycle_(std::move(cycle)), holds_(std::move(holds)), runs_(runs) {}

  void Begin() override {}

  int Choose(const Moment& moment) override {
    const ThreadSet others = moment.enabled & ~Ready(moment);
    const ThreadSet threads = others != 0 ? others : moment.enabled;
    // The first run has the fewest switches; the others, any.
    const bool goes_on = moment.running >= 0 && Has(threads, moment.running) &&
                         (run_ == 0 || random_() % 4 != 0);
    if (goes_on) return moment.running;
    ThreadSet left = threads;
    for (unsigned skip = random_() % std::popcount(threads); skip > 0; --skip) {
      left &= left - 1;
    }
    return std::countr_zero(left);
  }

  bool Next() override { return ++run_ < runs_; }

 private:
  ThreadSet Ready(const Moment& moment) const {
    ThreadSet ready = 0;
    for (const NestedLock& lock : cycle_) {
      if (static_cast<size_t>(lock.thread) >= moment.next.size()) continue;
      if (moment.next[lock.thread] == Operation{OpKind::kLock, lock.wanted} &&
          holds_(lock.thread, lock.held)) {
        ready |= SetOf(lock.thread);
      }
    }
    return ready;
  }

  const LockCycle cycle_;
  const std::function<bool(int, uintptr_t)> holds_;
  const int runs_;
  int run_ = 0;
  std::mt19937 random_{1};  // the same on each machine
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_DEADLOCK_SEARCH_H_
