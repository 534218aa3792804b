// SPDX-License-Identifier: Apache-2.0
//
// Judges one exercise of one student: runs its checks, and says what came of
// it.
//
//   exercise::ExerciseResult result =
//       exercise::Judge(info, exercise::ListedChecks(), options);
//   std::cout << exercise::Feedback(info, result);
//
// listed_checks.h has the checks; judge_main.cc makes the program of it.
//
// Thread safety: pure functions but for the processes. Errors: none; what is
// wrong with the student's process is in the result.

#ifndef COMMON_EXERCISE_JUDGE_H_
#define COMMON_EXERCISE_JUDGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/check.h"
#include "common/exercise/info.h"
#include "common/exercise/result.h"

namespace exercise {

struct ListedCheck {
  Check check = {};
  bool visible = true;
};

struct JudgeOptions {
  StudentOptions student = {};
  // The last word of student.runner for checks with `race` set; empty: these
  // are SKIPPED.
  std::string race_runner = "";
  uint64_t seed = 0;
  bool visible_only = false;
  std::string only = "";  // the one check to run; empty: all
  // From the first check's start to the last one's end. Questions that it
  // leaves no time for are WALL_LIMIT; what was answered before counts.
  absl::Duration time_for_all = absl::InfiniteDuration();
  // The checks after the first failure are left out of the result.
  bool stop_at_first_failure = false;
};

// A check that passes but for processes that were left behind is a LEAK, and
// brings half of its points, rounded down.
ExerciseResult Judge(const Info& info, const std::vector<ListedCheck>& checks,
                     const JudgeOptions& options);

// The result for people, in 80 columns where the texts allow. Characters that
// would steer a terminal are replaced.
std::string Feedback(const Info& info, const ExerciseResult& result);

// exercise.json: what `info_json` says, and the checks with their points:
//   "checks": [{"name": "...", "visible": true, "points": 10, "hint": 1,
//               "race": false}]
// With `visible_only`, the file that students get.
std::string Describe(absl::string_view info_json,
                     const std::vector<ListedCheck>& checks, bool visible_only);

}  // namespace exercise

#endif  // COMMON_EXERCISE_JUDGE_H_
