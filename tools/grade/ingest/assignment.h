// SPDX-License-Identifier: Apache-2.0
//
// The exercises that are graded, as their exercise.json files tell (tools/bazel
// makes one of each lab_exercise()).
//
//   absl::StatusOr<grade::Exercise> exercise = grade::ExerciseFromJson(text);
//
// Thread safety: values and pure functions.

#ifndef TOOLS_GRADE_INGEST_ASSIGNMENT_H_
#define TOOLS_GRADE_INGEST_ASSIGNMENT_H_

#include <string>
#include <vector>

namespace grade {

struct Exercise {
  std::string id = "";       // "ch38/1"
  std::string title = "";    // "The lost update"
  std::string package = "";  // "labs/ch38/exercises/1_lost_update"
  int points = 0;
  std::vector<std::string> files = {};  // "counter.h", in `package`
};

using Assignment = std::vector<Exercise>;

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_ASSIGNMENT_H_
