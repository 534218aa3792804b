// SPDX-License-Identifier: Apache-2.0
//
// Runs a program on random schedules, for programs with too many to run them
// all: probabilistic concurrency testing. A bug that needs d ordering
// constraints (most need 2 or 3) in a program of n threads and k steps is found
// by one run with a probability of at least 1 / (n * k^(d - 1)).
//
//   RandomSearch search({.runs = 10'000, .depth = 3, .seed = 1});
//
// How: threads have random priorities, and the highest one that can go on does;
// at d - 1 random steps the thread that runs falls behind all others. The same
// seed makes the same schedules on every machine.
//
// Thread safety: none. Errors: none.
//
// Source: S. Burckhardt et al., "A randomized scheduler with probabilistic
// guarantees of finding bugs", 2010; S. Vigna's SplitMix64.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_RANDOM_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_RANDOM_SEARCH_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

class RandomSearch : public Search {
 public:
  struct Options {
    uint64_t runs = 1'000;
    int depth = 3;  // d: 1 or more
    uint64_t seed = 1;
  };

  explicit RandomSearch(const Options& options) : options_(options) {}

  void Begin() override;
  int Choose(const Moment& moment) override;
  bool Next() override { return ++run_ < options_.runs; }
  std::optional<double> Progress() const override {
    return static_cast<double>(run_) / static_cast<double>(options_.runs);
  }

 private:
  uint64_t Draw();

  const Options options_;
  uint64_t run_ = 0;
  uint64_t state_ = 0;
  uint64_t step_ = 0;
  uint64_t longest_ = 1;           // run so far, in steps with a choice
  std::vector<uint64_t> changes_;  // steps at which the running thread falls
  std::array<int64_t, kMaxThreads> priority_;  // 0: not drawn yet
  int64_t lowest_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_RANDOM_SEARCH_H_
