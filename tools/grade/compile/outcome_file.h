// SPDX-License-Identifier: Apache-2.0
//
// A verdict in the place of a program. Where a student's code cannot be
// compiled, or may not be, the compiler leaves this in place of the object, and
// the linker in place of the program: so that Bazel sees two successful
// actions, whose results it keeps, and the grader one file that tells why.
//
//   grade::WriteOutcome("runner", {exercise::Verdict::kCompileError, text});
//   std::optional<grade::Outcome> outcome = grade::ReadOutcome("runner");
//
// It never holds a PASS.
//
// Thread safety: pure functions but for the files.

#ifndef TOOLS_GRADE_COMPILE_OUTCOME_FILE_H_
#define TOOLS_GRADE_COMPILE_OUTCOME_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"

namespace grade {

struct Outcome {
  exercise::Verdict verdict = exercise::Verdict::kCompileError;
  std::string text = "";  // for the student
};

// Whether it could be written.
bool WriteOutcome(const std::string& path, const Outcome& outcome);

// Nothing for a file of another kind, or none.
std::optional<Outcome> ReadOutcome(const std::string& path);

// Those in an object file or a library of several.
std::vector<Outcome> OutcomesIn(absl::string_view bytes);

}  // namespace grade

#endif  // TOOLS_GRADE_COMPILE_OUTCOME_FILE_H_
