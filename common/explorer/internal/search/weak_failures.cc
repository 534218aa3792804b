// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/weak_failures.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

void WeakFailurePlans::Saw(int thread, int calls) {
  int& most = calls_[static_cast<size_t>(thread)];
  most = std::max(most, calls);
}

int WeakFailurePlans::FailuresOf(int thread) const {
  return static_cast<int>(std::count_if(
      current_.begin(), current_.end(),
      [&](const WeakFailure& failure) { return failure.thread == thread; }));
}

// Each set comes from the one without its last call: up to that call the two
// have the same executions, so that it was seen there.
bool WeakFailurePlans::Next() {
  const WeakFailure last =
      current_.empty() ? WeakFailure{.thread = 0, .call = -1} : current_.back();
  for (int thread = last.thread; thread < kMaxThreads; ++thread) {
    if (FailuresOf(thread) >= most_) continue;
    const int first = thread == last.thread ? last.call + 1 : 0;
    for (int call = first; call < calls_[static_cast<size_t>(thread)]; ++call) {
      to_do_.push_back(current_);
      to_do_.back().push_back({.thread = thread, .call = call});
    }
  }
  if (to_do_.empty()) return false;
  current_ = std::move(to_do_.back());
  to_do_.pop_back();
  calls_ = {};
  return true;
}

void WeakFailurePlans::Draw() {
  if (!random_.has_value()) random_.emplace(seed_);
  current_.clear();
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    const int calls = calls_[static_cast<size_t>(thread)];
    for (int i = 0; i < most_ && calls > 0; ++i) {
      if ((*random_)() % 2 == 0) continue;
      const int call =
          static_cast<int>((*random_)() % static_cast<unsigned>(calls));
      current_.push_back({.thread = thread, .call = call});
    }
  }
  std::sort(current_.begin(), current_.end());
  current_.erase(std::unique(current_.begin(), current_.end()), current_.end());
}

void WeakFailurePlans::StartOver() {
  random_.reset();
  current_.clear();
  to_do_.clear();
  calls_ = {};
}

}  // namespace explorer::internal
