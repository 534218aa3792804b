// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/optimal_search.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"
#include "common/explorer/internal/search/wakeup_tree.h"

namespace explorer::internal {
namespace {

// The running thread if it may go on (the fewest switches), else the first one.
int Preferred(ThreadSet threads, int running) {
  if (running >= 0 && Has(threads, running)) return running;
  return std::countr_zero(threads);
}

}  // namespace

void OptimalSearch::Begin() {
  depth_ = 0;
  seen_before_ = false;
  log_.Begin(new_from_);
}

int OptimalSearch::Choose(const Moment& moment) {
  if (depth_ == path_.size()) return ChooseAnew(moment);
  const Node& node = path_[depth_];
  if (node.enabled != moment.enabled ||
      node.threads != static_cast<int>(moment.next.size()) ||
      !(NextOf(node, node.chosen) == moment.next[node.chosen])) {
    return kNotDeterministic;
  }
  ++depth_;
  return node.chosen;
}

int OptimalSearch::ChooseAnew(const Moment& moment) {
  Push(moment);
  Node& node = path_.back();
  if (depth_ > 0) {
    Node& parent = path_[depth_ - 1];
    node.sleeping = SleepingAfter(parent);
    node.tree = std::exchange(parent.tree.first()->branches, {});
  }
  DropBranchesHeldUp(node);
  node.is_choice =
      moment.next[std::countr_zero(moment.enabled)].kind == OpKind::kWoken;
  if (node.is_choice) AddAllChoices(node);
  if (node.tree.empty()) {
    const ThreadSet awake = moment.enabled & ~node.sleeping;
    if (awake == 0) {
      seen_before_ = true;
      Pop();
      return kSeenBefore;
    }
    const int thread = Preferred(awake, moment.running);
    node.tree.Append(pool_.Make(thread, moment.next[thread]));
  }
  node.chosen = node.tree.first()->thread;
  ++depth_;
  return node.chosen;
}

void OptimalSearch::AddAllChoices(Node& node) {
  ThreadSet missing = node.enabled;
  for (const Branch* branch = node.tree.first(); branch != nullptr;
       branch = branch->next) {
    missing &= ~SetOf(branch->thread);
  }
  for (ThreadSet left = missing; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    node.tree.Append(pool_.Make(thread, NextOf(node, thread)));
  }
}

void OptimalSearch::DropBranchesHeldUp(Node& node) {
  while (!node.tree.empty() && !Has(node.enabled, node.tree.first()->thread)) {
    node.tree.DropFirst(pool_);
  }
}

void OptimalSearch::Push(const Moment& moment) {
  Node& node = path_.emplace_back();
  node.enabled = moment.enabled;
  node.first_next = next_.size();
  node.threads = static_cast<int>(moment.next.size());
  next_.insert(next_.end(), moment.next.begin(), moment.next.end());
}

void OptimalSearch::Pop() {
  next_.resize(path_.back().first_next);
  path_.pop_back();
}

ThreadSet OptimalSearch::SleepingAfter(const Node& node) const {
  ThreadSet sleeping = 0;
  const Operation& chosen = NextOf(node, node.chosen);
  for (ThreadSet left = node.sleeping; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (!Dependent(NextOf(node, thread), chosen)) sleeping |= SetOf(thread);
  }
  return sleeping;
}

bool OptimalSearch::Next() {
  for (const Pair& pair : log_.reversible()) {
    const bool happened = pair.second >= 0;
    // Pairs of the part that this execution has in common with the last one
    // were reversed then. One that was given up has no new ones but those that
    // did not come to pass.
    if (happened &&
        (seen_before_ || static_cast<size_t>(pair.second) < new_from_)) {
      continue;
    }
    Reverse(pair);
  }
  while (!path_.empty()) {
    Node& node = path_.back();
    if (!node.is_choice) node.sleeping |= SetOf(node.chosen);
    node.tree.DropFirst(pool_);
    DropBranchesHeldUp(node);
    ++node.tried;
    if (!node.tree.empty()) {
      node.chosen = node.tree.first()->thread;
      new_from_ = path_.size() - 1;
      return true;
    }
    Pop();
  }
  return false;
}

void OptimalSearch::Reverse(Pair pair) {
  const int first = WhereItCouldComeFirst(pair);
  if (first < 0) return;
  Node& node = path_[first];
  FindSequence(first, pair.second);
  if (!IsCoveredByTried(node)) Insert(node);
}

int OptimalSearch::WhereItCouldComeFirst(Pair pair) const {
  const Event& last = log_.at(pair.second);
  if (!last.conditional) return pair.first;
  int first = pair.first;
  while (first >= 0 && !log_.HappenedBefore(first, last.before)) {
    const bool held_up =
        last.previous < first && !Has(path_[first].enabled, last.thread);
    if (!held_up) return first;
    first = log_.at(first).previous_lock;
  }
  return -1;
}

void OptimalSearch::FindSequence(int first, int last) {
  sequence_.clear();
  moved_ = last;
  const int end = static_cast<int>(log_.happened().size());
  for (int i = first + 1; i < end; ++i) {
    if (i != last) sequence_.push_back(i);
  }
  TakeOutAllAfter(first);
  if (log_.at(last).operation.kind == OpKind::kLock) TakeOutOpenReaders();
  sequence_.push_back(last);
}

void OptimalSearch::TakeOutAllAfter(int first) {
  const Event& event = log_.at(first);
  sequence_.erase(std::remove_if(sequence_.begin(), sequence_.end(),
                                 [&](int i) {
                                   return log_.at(i).after.Knows(event.thread,
                                                                 event.tick);
                                 }),
                  sequence_.end());
}

void OptimalSearch::TakeOutOpenReaders() {
  const uintptr_t mutex = log_.at(moved_).operation.object;
  for (size_t i = 0; i < sequence_.size();) {
    const Event& event = log_.at(sequence_[i]);
    const bool open =
        event.operation == Operation{OpKind::kReaderLock, mutex} &&
        !std::binary_search(sequence_.begin(), sequence_.end(),
                            event.released_after);
    if (open) {
      TakeOutAllAfter(sequence_[i]);
      i = 0;  // others may be open now
    } else {
      ++i;
    }
  }
}

int OptimalSearch::PositionOf(int thread) const {
  for (size_t i = 0; i < sequence_.size(); ++i) {
    if (log_.at(sequence_[i]).thread == thread) return static_cast<int>(i);
  }
  return -1;
}

// Whether nothing before it in the sequence must come before it.
bool OptimalSearch::IsInitial(size_t position) const {
  const Event& event = log_.at(sequence_[position]);
  // What comes first instead of another is no longer after what that one was
  // before: for it the clock says too much (of a lock: the whole time for which
  // it was held).
  const bool moved = sequence_[position] == moved_ &&
                     (moved_ < 0 || IsLock(event.operation.kind));
  for (size_t i = 0; i < position; ++i) {
    const Event& before = log_.at(sequence_[i]);
    const VectorClock& known = moved ? event.before : event.after;
    if (known.Knows(before.thread, before.tick)) return false;
    if (moved && Dependent(before.operation, event.operation)) return false;
  }
  return true;
}

bool OptimalSearch::IsWeakInitial(int thread,
                                  const Operation& operation) const {
  const int position = PositionOf(thread);
  if (position >= 0) return IsInitial(position);
  for (int event : sequence_) {
    if (Dependent(operation, log_.at(event).operation)) return false;
  }
  return true;
}

bool OptimalSearch::IsCoveredByTried(const Node& node) const {
  for (ThreadSet left = node.sleeping; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (IsWeakInitial(thread, NextOf(node, thread))) return true;
  }
  return false;
}

void OptimalSearch::TakeOut(int position) {
  sequence_.erase(sequence_.begin() + position);
}

// Goes down the tree along branches that lead where the sequence leads, and
// adds what is left of it.
void OptimalSearch::Insert(Node& node) {
  WakeupTree* tree = &node.tree;
  // The branch that is being run is tried, not to be run.
  Branch* found = tree->first()->next;
  for (;;) {
    while (found != nullptr &&
           !IsWeakInitial(found->thread, found->operation)) {
      found = found->next;
    }
    if (found == nullptr) break;
    const int position = PositionOf(found->thread);
    if (position >= 0) TakeOut(position);
    if (found->branches.empty() || sequence_.empty()) return;
    tree = &found->branches;
    found = tree->first();
  }
  for (int number : sequence_) {
    const Event& event = log_.at(number);
    tree = &tree->Append(pool_.Make(event.thread, event.operation))->branches;
  }
}

std::optional<double> OptimalSearch::Progress() const {
  double done = 0;
  double share = 1;
  for (const Node& node : path_) {
    int branches = node.tried;
    for (const Branch* branch = node.tree.first(); branch != nullptr;
         branch = branch->next) {
      ++branches;
    }
    if (branches == 0) continue;
    done += share * node.tried / branches;
    share /= branches;
  }
  return done;
}

}  // namespace explorer::internal
