// SPDX-License-Identifier: Apache-2.0
//
// What is still to be run from one moment of the search on: sequences of
// operations, as a tree, since sequences share their beginnings. The branches
// are ordered; the first is the one that is being run.
//
// Thread safety: none. Errors: none.
//
// Source: P. Abdulla et al., "Source sets: a foundation for optimal dynamic
// partial order reduction", Journal of the ACM 64(4), 2017, section 6.

#ifndef COMMON_EXPLORER_INTERNAL_WAKEUP_TREE_H_
#define COMMON_EXPLORER_INTERNAL_WAKEUP_TREE_H_

#include <vector>

#include "common/explorer/internal/operation.h"

namespace explorer::internal {

struct Branch {
  int thread = 0;
  Operation operation;
  std::vector<Branch> branches = {};  // what may follow; none: anything
};

using WakeupTree = std::vector<Branch>;

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_WAKEUP_TREE_H_
