// SPDX-License-Identifier: Apache-2.0
//
// Two gradings side by side, and one verdict in full: for decisions before
// marks are published, and for the student who asks.
//
//   std::cout << grade::Compare(old_records, new_records);
//   absl::StatusOr<std::string> why = grade::Explain(records, "alice",
//   "ch38/1");
//
// Thread safety: pure functions.

#ifndef TOOLS_GRADE_COMPARE_H_
#define TOOLS_GRADE_COMPARE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/grade/record.h"

namespace grade {

// Who would get other points or another verdict, which checks changed, and what
// is different: the files, the programs that grade, the questions, the limits,
// the number of runs, the exercise it builds on. One line at the end counts.
// "nothing changes" if so.
std::string Compare(const std::vector<Record>& before,
                    const std::vector<Record>& after);

// All that is known of one verdict, hidden checks as well, with the command
// that shows it again. `command` starts Bazel as grading did.
//
//   NotFound  no such student or exercise; those that there are
absl::StatusOr<std::string> Explain(const std::vector<Record>& records,
                                    absl::string_view student,
                                    absl::string_view exercise,
                                    absl::string_view command);

}  // namespace grade

#endif  // TOOLS_GRADE_COMPARE_H_
