// SPDX-License-Identifier: Apache-2.0
//
// Runs each Mazurkiewicz trace of a program once: of all schedules that differ
// in the order of independent operations alone, one. What no schedule can show
// after that does not exist. Optimal dynamic partial-order reduction with
// wakeup trees.
//
//   OptimalSearch search;
//
// How: each execution tells which pairs of operations could have come the other
// way round (EventLog). For each pair the search goes back to the moment before
// the first of the two and leaves there, in a tree of what is still to be run,
// the sequence that leads to the second one without the first; unless a
// sequence that is there already, or was run before, comes to the same. Threads
// whose next operation was tried first at a moment sleep from there on until
// something dependent happens.
//
// Without conditions (LockWhen, Await) each execution is complete. A condition
// can turn out false where a sequence wanted it true; what follows may then
// have been seen before, and the execution is given up as kSeenBefore. So
// it is with kWoken, as all choices are tried each time.
//
// Thread safety: none. Errors: see Search.
//
// Source: P. Abdulla et al., "Source sets: a foundation for optimal dynamic
// partial order reduction", Journal of the ACM 64(4), 2017.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_OPTIMAL_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_OPTIMAL_SEARCH_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"
#include "common/explorer/internal/search/wakeup_tree.h"

namespace explorer::internal {

class OptimalSearch : public Search {
 public:
  void Begin() override;
  int Choose(const Moment& moment) override;
  bool Next() override;
  EventLog* log() override { return &log_; }

  // From what is left to be run at each moment of the last execution.
  std::optional<double> Progress() const override;

 private:
  // A moment of the execution that is being run.
  struct Node {
    int chosen = 0;
    ThreadSet enabled = 0;
    ThreadSet sleeping = 0;  // threads whose next operation needs no try
    size_t first_next = 0;   // in next_: what each thread was about to do
    int threads = 0;
    int tried = 0;           // branches that were run to their end
    bool is_choice = false;  // kWoken: each has to be tried
    WakeupTree tree = {};    // the first branch is the chosen one
  };

  int ChooseAnew(const Moment& moment);
  void AddAllChoices(Node& node);
  // Those whose condition was to be true and is not: what was to follow can't.
  void DropBranchesHeldUp(Node& node);
  // Threads that sleep after `node`'s choice: independent of it.
  ThreadSet SleepingAfter(const Node& node) const;
  const Operation& NextOf(const Node& node, int thread) const {
    return next_[node.first_next + thread];
  }
  void Push(const Moment& moment);
  void Pop();

  void Reverse(Pair pair);
  // The earlier event of the pair, or one before it, at which the later one was
  // not held up by its condition; -1: none.
  int WhereItCouldComeFirst(Pair pair) const;
  // Fills sequence_: what leads to `last` without `first`.
  void FindSequence(int first, int last);
  // The event and what happened after it.
  void TakeOutAllAfter(int first);
  // Readers' locks of the mutex that the sequence leads to which it would not
  // let go of again.
  void TakeOutOpenReaders();
  // Whether what the sequence leads to was reached already by branches of the
  // node that were run.
  bool IsCoveredByTried(const Node& node) const;
  void Insert(Node& node);

  // Of the sequence, without what was taken out of it.
  bool IsWeakInitial(int thread, const Operation& operation) const;
  bool IsInitial(size_t position) const;
  int PositionOf(int thread) const;  // of its first event; -1: none
  void TakeOut(int position);

  EventLog log_;
  BranchPool pool_;
  std::vector<Node> path_;
  std::vector<Operation> next_;
  size_t depth_ = 0;     // of path_, in this execution
  size_t new_from_ = 0;  // events from here on differ from the last execution
  bool seen_before_ = false;
  std::vector<int> sequence_;  // numbers of events
  int moved_ = 0;              // the last of them, which is to come first
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_OPTIMAL_SEARCH_H_
