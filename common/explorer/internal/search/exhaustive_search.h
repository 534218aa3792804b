// SPDX-License-Identifier: Apache-2.0
//
// Runs a program on every schedule, or on every one with few preemptions:
// switches away from a thread that could have gone on. Most bugs need one or
// two of those.
//
//   ExhaustiveSearch all;
//   ExhaustiveSearch few({.preemptions = 2});
//
// Thread safety: none. Errors: see Search.
//
// Source: M. Musuvathi and S. Qadeer, "Iterative context bounding for
// systematic testing of multithreaded programs", 2007.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_EXHAUSTIVE_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_EXHAUSTIVE_SEARCH_H_

#include <cstddef>
#include <limits>
#include <vector>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

class ExhaustiveSearch : public Search {
 public:
  struct Options {
    // In one execution, at most; 0 or more.
    int preemptions = std::numeric_limits<int>::max();
  };

  ExhaustiveSearch() : ExhaustiveSearch(Options()) {}
  explicit ExhaustiveSearch(const Options& options) : options_(options) {}

  void Begin() override { depth_ = 0; }
  int Choose(const Moment& moment) override;
  bool Next() override;

  // Whether the bound kept the search from a schedule.
  bool bounded() const { return bounded_; }

 private:
  struct Node {
    int chosen = 0;
    ThreadSet enabled = 0;
    ThreadSet left = 0;   // to be chosen later
    int preemptions = 0;  // up to and with the choice
    int preemptions_before = 0;
    int running = -1;
  };

  // What choosing the thread adds.
  static int Preemption(const Node& node, int thread);

  const Options options_;
  std::vector<Node> path_;
  size_t depth_ = 0;
  bool bounded_ = false;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_EXHAUSTIVE_SEARCH_H_
