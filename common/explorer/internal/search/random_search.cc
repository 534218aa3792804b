// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/random_search.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

uint64_t RandomSearch::Draw() {
  state_ += 0x9E3779B97F4A7C15u;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

void RandomSearch::Begin() {
  longest_ = std::max(longest_, step_);
  step_ = 0;
  lowest_ = 0;
  // Each run is drawn from its own number, so that it can be made again alone.
  state_ = options_.seed;
  state_ = Draw() ^ run_;
  priority_.fill(0);
  changes_.clear();
  for (int i = 1; i < options_.depth; ++i) {
    changes_.push_back(Draw() % longest_);
  }
}

int RandomSearch::Choose(const Moment& moment) {
  if (std::has_single_bit(moment.enabled)) {
    return std::countr_zero(moment.enabled);
  }
  int best = -1;
  for (ThreadSet left = moment.enabled; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (priority_[thread] == 0) {
      priority_[thread] = 1 + static_cast<int64_t>(Draw() >> 2);
    }
    if (best < 0 || priority_[thread] > priority_[best]) best = thread;
  }
  const bool falls =
      std::find(changes_.begin(), changes_.end(), step_) != changes_.end();
  ++step_;
  if (!falls) return best;
  priority_[best] = --lowest_;
  --step_;
  changes_.erase(std::find(changes_.begin(), changes_.end(), step_));
  return Choose(moment);
}

}  // namespace explorer::internal
