// SPDX-License-Identifier: Apache-2.0
//
// The generated workspace in which every submission of every exercise is one
// test. Nothing of a student's but the files of the assignment is in it; every
// BUILD file is ours.
//
//   absl::StatusOr<std::vector<grade::Target>> targets =
//       grade::WriteRepository("out/.grade/submissions", exercises,
//       submissions, sha256_of_student_cc);
//
// Files whose contents have not changed are left alone, and what belongs to no
// submission any more is removed.
//
// Thread safety: one writer of a folder at a time.

#ifndef TOOLS_GRADE_REPOSITORY_H_
#define TOOLS_GRADE_REPOSITORY_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/jail/limits.h"

namespace grade {

// An exercise with what is needed to build and run it.
struct GradedExercise {
  Exercise exercise = {};
  std::vector<std::string> deps = {};  // labels in the main workspace
  std::vector<std::string> runner_deps = {};
  std::map<std::string, std::string> programs = {};  // names and labels
  std::vector<std::string> requires_ids = {};
  std::string runner = "";  // its label
  bool explored = false;
  bool race = false;  // there is a race runner as well
  Limits limits = {};
  uint64_t seed = 0;
};

// From exercise.json. `salt` makes the seed another one for each term.
//
//   InvalidArgument  the message names the member
absl::StatusOr<GradedExercise> GradedExerciseFromJson(
    const nlohmann::json& json, absl::string_view salt);

// One test.
struct Target {
  size_t submission = 0;   // index
  size_t exercise = 0;     // index
  std::string label = "";  // "@submissions//alice/ch38_1:grade"
};

// A student's name, or an exercise's id, as part of a label and of a file name:
// letters, digits and "-" stay, all else becomes "_" and two digits; the end of
// a long one becomes its sum. Never the same for two.
std::string SafeName(absl::string_view name);

// One BUILD file. `compiler` is the sha256 of student_cc: what another one has
// made of a student's files is not used again.
std::string BuildText(const GradedExercise& exercise,
                      absl::string_view compiler);

// For each answer that has all its files. Unavailable: it cannot be written.
absl::StatusOr<std::vector<Target>> WriteRepository(
    const std::filesystem::path& folder,
    const std::vector<GradedExercise>& exercises,
    const std::vector<Submission>& submissions, absl::string_view compiler);

}  // namespace grade

#endif  // TOOLS_GRADE_REPOSITORY_H_
