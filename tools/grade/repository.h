// SPDX-License-Identifier: Apache-2.0
//
// The generated workspace in which every submission of every exercise is one
// test. Nothing of a student's but the files of the assignment is in it; every
// BUILD file is ours.
//
//   absl::StatusOr<std::vector<grade::Target>> targets =
//       grade::WriteRepository("out/.grade/submissions", exercises,
//       submissions, {.compiler = sha256_of_student_cc, .salt = salt});
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
};

// From exercise.json.
//
//   InvalidArgument  the message names the member
absl::StatusOr<GradedExercise> GradedExerciseFromJson(
    const nlohmann::json& json);

// One test.
struct Target {
  size_t submission = 0;   // index
  size_t exercise = 0;     // index
  std::string label = "";  // "@submissions//alice/ch38_1:grade"
  uint64_t seed = 0;       // of the judge's questions
};

// What gradings of one folder have in common.
struct RepositoryOptions {
  // sha256 of student_cc: what another one has made of a student's files is not
  // used again.
  std::string compiler = "";
  std::string salt = "";  // see SeedOf()
};

// Where the questions start that are put to an answer. Others for other files:
// a seed that a student has been told is no use for what they hand in next. And
// others with another `salt`, without which they can't be worked out.
uint64_t SeedOf(absl::string_view salt, absl::string_view exercise,
                const Answer& answer);

// A student's name, or an exercise's id, as part of a label and of a file name:
// letters, digits and "-" stay, all else becomes "_" and two digits; the end of
// a long one becomes its sum. Never the same for two.
std::string SafeName(absl::string_view name);

// One BUILD file.
std::string BuildText(const GradedExercise& exercise,
                      absl::string_view compiler, uint64_t seed);

// For each answer that has all its files. Unavailable: it cannot be written.
absl::StatusOr<std::vector<Target>> WriteRepository(
    const std::filesystem::path& folder,
    const std::vector<GradedExercise>& exercises,
    const std::vector<Submission>& submissions,
    const RepositoryOptions& options);

}  // namespace grade

#endif  // TOOLS_GRADE_REPOSITORY_H_
