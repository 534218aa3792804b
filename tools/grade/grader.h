// SPDX-License-Identifier: Apache-2.0
//
// Grades a folder of submissions: takes them in, has Bazel build and judge
// each, and makes a record of each verdict.
//
//   absl::StatusOr<std::vector<grade::Record>> records =
//       grade::GradeAll(options, std::cerr);
//
// What Bazel has built and judged stays in its caches, so that a grading that
// was broken off goes on where it was, and an unchanged submission is not
// judged twice.
//
// Thread safety: one grading with a cache at a time (grading_lock.h).

#ifndef TOOLS_GRADE_GRADER_H_
#define TOOLS_GRADE_GRADER_H_

#include <ostream>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/grade/options.h"
#include "tools/grade/record.h"

namespace grade {

// One record for each student and exercise, in the order of their names.
//
//   FailedPrecondition  this machine's jail does not hold; the message says why
//   NotFound            no submissions, no exercises
//   any other code      Bazel, or this machine, failed; the message says where
//                       the log is
absl::StatusOr<std::vector<Record>> GradeAll(const GraderOptions& options,
                                             std::ostream& progress);

}  // namespace grade

#endif  // TOOLS_GRADE_GRADER_H_
