// SPDX-License-Identifier: Apache-2.0
//
// Grades a folder of submissions: takes them in, has Bazel build and judge
// each, and makes a record of each verdict.
//
//   absl::StatusOr<std::vector<grade::Record>> records =
//       grade::GradeAll(options, std::cerr);
//
// Bazel runs as a server of its own beside the one of daily work, since it is
// given another compiler (student_cc). What it has built and judged stays in
// its caches, so that a grading that was broken off goes on where it was, and
// an unchanged submission is not judged twice.
//
// Thread safety: one grading of an output folder at a time.

#ifndef TOOLS_GRADE_GRADER_H_
#define TOOLS_GRADE_GRADER_H_

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/grade/record.h"

namespace grade {

struct GraderOptions {
  std::filesystem::path workspace = {};  // the checkout
  std::filesystem::path tools = {};      // where jail, student_cc are
  std::filesystem::path submissions = {};
  std::filesystem::path out = {};
  std::filesystem::path cache = {};      // Bazel's, between gradings
  std::string exercises = "//labs/...";  // a pattern of Bazel's
  std::string only = "";                 // one exercise's id; empty: all
  std::string salt = "";                 // of the questions; see docs
  int runs = 1;
  std::vector<std::string> bazel_flags = {};  // "--config=cache"
};

// One record for each student and exercise, in the order of their names.
//
//   FailedPrecondition  this machine's jail does not hold; the message says why
//   NotFound            no submissions, no exercises
//   any other code      Bazel, or this machine, failed; the message says where
//                       the log is
absl::StatusOr<std::vector<Record>> GradeAll(const GraderOptions& options,
                                             std::ostream& progress);

// How Bazel is started for one target of a grading.
std::string BazelCommand(const GraderOptions& options);

}  // namespace grade

#endif  // TOOLS_GRADE_GRADER_H_
