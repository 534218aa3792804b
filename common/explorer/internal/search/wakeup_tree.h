// SPDX-License-Identifier: Apache-2.0
//
// What is still to be run from one moment of the search on: sequences of
// operations, as a tree, since sequences share their beginnings. The branches
// are ordered; the first is the one that is being run.
//
//   BranchPool pool;
//   WakeupTree tree;
//   Branch* branch = tree.Append(pool.Make(thread, operation));
//   branch->branches.Append(pool.Make(other, operation));
//   tree.DropFirst(pool);   // with what follows it
//
// Thread safety: none. Errors: none.
//
// Source: P. Abdulla et al., "Source sets: a foundation for optimal dynamic
// partial order reduction", Journal of the ACM 64(4), 2017, section 6.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_WAKEUP_TREE_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_WAKEUP_TREE_H_

#include <deque>

#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

struct Branch;
class BranchPool;

// A list of branches. They are the pool's; a copy of a tree has the same ones.
class WakeupTree {
 public:
  bool empty() const { return first_ == nullptr; }
  Branch* first() const { return first_; }
  // After the last; returns it.
  Branch* Append(Branch* branch);
  void DropFirst(BranchPool& pool);

 private:
  Branch* first_ = nullptr;
};

struct Branch {
  int thread = 0;
  Operation operation = {};
  WakeupTree branches = {};  // what may follow; none: anything
  Branch* next = nullptr;    // beside it
};

// Trees grow and shrink in each execution: their branches are used again.
class BranchPool {
 public:
  Branch* Make(int thread, const Operation& operation) {
    if (free_ == nullptr) free_ = &all_.emplace_back();
    Branch* branch = free_;
    free_ = branch->next;
    *branch = {.thread = thread, .operation = operation};
    return branch;
  }
  void Free(Branch* branch) {
    branch->next = free_;
    free_ = branch;
  }

 private:
  std::deque<Branch> all_;
  Branch* free_ = nullptr;
};

inline Branch* WakeupTree::Append(Branch* branch) {
  Branch** end = &first_;
  while (*end != nullptr) end = &(*end)->next;
  return *end = branch;
}

inline void WakeupTree::DropFirst(BranchPool& pool) {
  Branch* branch = first_;
  first_ = branch->next;
  while (!branch->branches.empty()) branch->branches.DropFirst(pool);
  pool.Free(branch);
}

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_WAKEUP_TREE_H_
