// SPDX-License-Identifier: Apache-2.0
//
// Has Bazel judge all submissions that the generated workspace holds, and tells
// meanwhile how many are done and how long the rest will take.
//
//   absl::StatusOr<grade::BuildEvents> events =
//       grade::RunTests(options, targets.size(), std::cerr);
//
// Thread safety: one run of an output folder at a time.

#ifndef TOOLS_GRADE_RUN_TESTS_H_
#define TOOLS_GRADE_RUN_TESTS_H_

#include <cstddef>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/grade/build_events.h"
#include "tools/grade/options.h"

namespace grade {

// "graded 3 of 12, about 4m10s left". Those to come take as long as those that
// are done have taken.
std::string ProgressLine(size_t done, size_t total, absl::Duration passed);

// What Bazel told of the run. That tests failed is no error.
//
//   Internal        Bazel did not come to an end; the message names its log
//   any other code  it could not be started
absl::StatusOr<BuildEvents> RunTests(const GraderOptions& options, size_t total,
                                     std::ostream& progress);

}  // namespace grade

#endif  // TOOLS_GRADE_RUN_TESTS_H_
