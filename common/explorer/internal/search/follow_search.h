// SPDX-License-Identifier: Apache-2.0
//
// Follows a schedule that is given: to replay an execution, or to try one that
// is a little different.
//
//   FollowSearch replay(schedule, FollowSearch::Strict::kYes);
//
// Where the schedule has ended, the thread that runs goes on as long as it can.
//
// Thread safety: none. Errors: see Search.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_FOLLOW_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_FOLLOW_SEARCH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

class FollowSearch : public Search {
 public:
  // Whether a thread that can't go on is kNotDeterministic, or left out.
  enum class Strict : bool { kNo, kYes };

  FollowSearch(std::vector<uint8_t> schedule, Strict strict)
      : schedule_(std::move(schedule)), strict_(strict) {}

  void Begin() override { at_ = 0; }

  int Choose(const Moment& moment) override {
    while (at_ < schedule_.size()) {
      const int thread = schedule_[at_++];
      if (Has(moment.enabled, thread)) return thread;
      if (strict_ == Strict::kYes) return kNotDeterministic;
    }
    if (moment.running >= 0 && Has(moment.enabled, moment.running)) {
      return moment.running;
    }
    return std::countr_zero(moment.enabled);
  }

  bool Next() override { return false; }

 private:
  const std::vector<uint8_t> schedule_;
  const Strict strict_;
  size_t at_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_FOLLOW_SEARCH_H_
