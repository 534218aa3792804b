// SPDX-License-Identifier: Apache-2.0
//
// Which calls of compare_exchange_weak() fail for no reason, as C++ lets them:
// a set of them for each search, so that every set that can come about is
// tried.
//
//   WeakFailurePlans plans(/*of_each_thread=*/1);
//   do {
//     ... run all schedules, in which the calls of plans.current() fail ...
//     plans.Saw(/*thread=*/1, /*calls=*/2);  // the most in a schedule
//   } while (plans.Next());
//
// A call is the n-th of its thread. An execution in which not all of the set
// came about (there was no such call, or it failed anyway) is one of another
// set: who counts leaves it out here.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_WEAK_FAILURES_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_WEAK_FAILURES_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

struct WeakFailure {
  int thread = 0;
  int call = 0;  // of this thread's; the first is 0

  friend auto operator<=>(const WeakFailure&, const WeakFailure&) = default;
};

using WeakFailures = std::vector<WeakFailure>;  // in order

class WeakFailurePlans {
 public:
  // At most so many calls of each thread fail. The seed is for Draw().
  explicit WeakFailurePlans(int of_each_thread, uint64_t seed = 1)
      : most_(of_each_thread), seed_(seed) {}

  // None at first.
  const WeakFailures& current() const { return current_; }

  // An execution with the current ones had so many calls of the thread.
  void Saw(int thread, int calls);

  // The next set, each once; false: there is none.
  bool Next();

  // Or any set of calls like those that were seen so far.
  void Draw();

  // From the beginning, for the same or another program.
  void StartOver();

 private:
  int FailuresOf(int thread) const;

  const int most_;
  const uint64_t seed_;
  std::optional<std::mt19937_64> random_;  // of Draw(), which few call
  WeakFailures current_;
  std::vector<WeakFailures> to_do_;
  std::array<int, kMaxThreads> calls_ = {};  // the most of each thread
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_WEAK_FAILURES_H_
