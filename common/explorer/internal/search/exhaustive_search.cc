// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/exhaustive_search.h"

#include <bit>

#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

int ExhaustiveSearch::Preemption(const Node& node, int thread) {
  return node.running >= 0 && node.running != thread &&
         Has(node.enabled, node.running);
}

int ExhaustiveSearch::Choose(const Moment& moment) {
  if (depth_ < path_.size()) {
    const Node& node = path_[depth_];
    if (node.enabled != moment.enabled) return kNotDeterministic;
    ++depth_;
    return node.chosen;
  }
  Node node = {.enabled = moment.enabled, .running = moment.running};
  if (!path_.empty()) {
    node.preemptions_before = path_.back().preemptions;
  }
  const bool goes_on =
      moment.running >= 0 && Has(moment.enabled, moment.running);
  node.chosen = goes_on ? moment.running : std::countr_zero(moment.enabled);
  node.preemptions = node.preemptions_before;
  node.left = moment.enabled & ~SetOf(node.chosen);
  if (goes_on && node.preemptions_before >= options_.preemptions) {
    if (node.left != 0) bounded_ = true;
    node.left = 0;
  }
  path_.push_back(node);
  ++depth_;
  return node.chosen;
}

bool ExhaustiveSearch::Next() {
  while (!path_.empty()) {
    Node& node = path_.back();
    if (node.left != 0) {
      node.chosen = std::countr_zero(node.left);
      node.left &= node.left - 1;
      node.preemptions =
          node.preemptions_before + Preemption(node, node.chosen);
      return true;
    }
    path_.pop_back();
  }
  return false;
}

}  // namespace explorer::internal
