// SPDX-License-Identifier: Apache-2.0
//
// What the judge reports of one exercise: a verdict, points, and of each check
// what it tried, expected and got.
//
//   judge --json=result.json -- runner      writes this:
//
//   {"exercise": "ch38/1", "seed": 7, "verdict": "WRONG",
//    "points": 40, "max_points": 100,
//    "checks": [
//      {"name": "TwoSensorsLoseNothing", "visible": true, "verdict": "WRONG",
//       "points": 0, "max_points": 60, "tried": "...", "expected": "6",
//       "got": "5", "where": "labs/ch38/.../counter.cc:12", "hint": 1,
//       "output": "...", "replay": "bazel run ..."}, ...]}
//
//   absl::StatusOr<exercise::ExerciseResult> result =
//       exercise::ResultFromJson(text);
//
// The JSON is one object on one line. Text from the student's program may stand
// in tried, got and output: escape it before you put it into HTML or a CSV.
//
// Thread safety: values. Errors: see ResultFromJson().

#ifndef COMMON_EXERCISE_RESULT_H_
#define COMMON_EXERCISE_RESULT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"

namespace exercise {

struct CheckResult {
  std::string name = "";  // an identifier: TwoSensorsLoseNothing
  bool visible = true;    // students have this check themselves
  Verdict verdict = Verdict::kPass;
  // max_points if it passed; half of that, rounded down, if all was right but
  // that a process was left behind (LEAK); else 0.
  int points = 0;
  int max_points = 0;

  // Of a check that failed; empty where there is nothing to say.
  std::string tried = "";     // input, and the schedule if one was forced
  std::string expected = "";  // what should have come
  std::string got = "";       // what came
  std::string where = "";     // file:line, or the file, in the student's code
  int hint = 0;               // the level to ask for; 0: none
  std::string output = "";    // what the program printed, cut to its end
  std::string replay = "";    // the command that shows the same again

  friend bool operator==(const CheckResult&, const CheckResult&) = default;
};

struct ExerciseResult {
  std::string exercise = "";  // "ch38/1"
  uint64_t seed = 0;          // of the questions
  // PASS if no check failed, else what the first one that failed got. Checks
  // that were SKIPPED have not failed, and bring no points.
  Verdict verdict = Verdict::kPass;
  int points = 0;  // the sum over the checks
  int max_points = 0;
  std::vector<CheckResult> checks = {};

  friend bool operator==(const ExerciseResult&,
                         const ExerciseResult&) = default;
};

// Sets verdict, points and max_points from `result.checks`.
void AddUp(ExerciseResult& result);

// One line, without a line end. Bytes that are no UTF-8 become U+FFFD.
std::string ToJson(const ExerciseResult& result);

// InvalidArgument: no JSON, or a field is missing, unknown to us by its value,
// or of another type; the message names it. Fields beyond those are ignored.
absl::StatusOr<ExerciseResult> ResultFromJson(absl::string_view json);

}  // namespace exercise

#endif  // COMMON_EXERCISE_RESULT_H_
