// SPDX-License-Identifier: Apache-2.0
//
// The chapter's programs for the explorer (//common/explorer): each a few
// threads that do one or two things each, small enough to be run in every order
// that can matter.
//
//   for (const ch38::Exploration& exploration : ch38::Explorations()) {
//     std::cout << exploration.name << ": " << ch38::ExploreAll(exploration);
//   }
//
// Thread safety: as explorer::Explore(). Errors: none; what is wrong with a
// program is what the explorer finds.

#ifndef LABS_CH38_EXPLORATIONS_H_
#define LABS_CH38_EXPLORATIONS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/explorer/explorer.h"

namespace ch38 {

struct Exploration {
  std::string name = "";            // "lost-update"
  std::string what = "";            // in a line
  std::function<void()> body = {};  // makes its objects, joins its threads
  bool races_are_findings = true;   // false: run on, to see what comes of it
};

// In the order of the chapter.
const std::vector<Exploration>& Explorations();

// Null if there is none of that name.
const Exploration* FindExploration(absl::string_view name);

// Until something is found. `columns` is the width of the trace, 40 or more.
explorer::Result ExploreUntilFound(const Exploration& exploration,
                                   int columns = 80);

// All schedules, to count those with a finding.
explorer::Result ExploreAll(const Exploration& exploration);

}  // namespace ch38

#endif  // LABS_CH38_EXPLORATIONS_H_
