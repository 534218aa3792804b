// SPDX-License-Identifier: Apache-2.0
//
// Puts the programs that grade in their places, and tells by their sums which
// they are.
//
//   absl::StatusOr<grade::Installed> installed = grade::Install(options);
//
// Thread safety: any number at once; the last one's compiler stays.

#ifndef TOOLS_GRADE_INSTALL_H_
#define TOOLS_GRADE_INSTALL_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/grade/options.h"

namespace grade {

// sha256, as hexadecimal digits.
struct Installed {
  std::string compiler_sum = "";
  std::string grader_sum = "";  // of all programs that grade
};

// Copies student_cc to CompilerPlace() (bazel.h), if it isn't there.
//
//   NotFound     a program is not among the tools
//   Unavailable  it cannot be written
absl::StatusOr<Installed> Install(const GraderOptions& options);

}  // namespace grade

#endif  // TOOLS_GRADE_INSTALL_H_
