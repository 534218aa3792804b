// SPDX-License-Identifier: Apache-2.0
//
// How far a student is with an exercise, told without building anything: from
// the files, the files as they were handed out, and what the last test left in
// bazel-out (common/exercise/test_record.h).
//
//   lab_command::Standing standing =
//       lab_command::StandingOf(workspace, exercise);
//   std::cout << lab_command::Words(standing);     // "failing, 2 of 3 pass"
//
// A test's result counts as long as the files are, byte for byte, those that it
// tested; times of files play no part.
//
// Thread safety: values and pure functions, but for the files that are read.

#ifndef TOOLS_LAB_STANDING_H_
#define TOOLS_LAB_STANDING_H_

#include <optional>
#include <string>
#include <vector>

#include "common/exercise/result.h"
#include "common/exercise/test_record.h"
#include "tools/lab/workspace.h"

namespace lab_command {

enum class State {
  kNotStarted,   // as it was handed out
  kMissingFile,  // a file of the student's is gone
  kNotHere,      // its checks do not run on this system
  kNotTested,
  kUnfinished,  // the test was stopped before it had a result
  kOneCheck,    // one check was run alone, and passed
  kChanged,     // since it was tested
  kFailing,
  kDone,  // all visible checks pass
};

struct Standing {
  State state = State::kNotStarted;
  int points = 0;
  int passed = 0;  // of the visible checks
  int checks = 0;
  std::vector<std::string> missing = {};  // files
  // The last test's, unless the files were changed since.
  std::optional<exercise::ExerciseResult> result = std::nullopt;
};

Standing StandingOf(const Workspace& workspace, const Exercise& exercise);

// In 22 columns.
std::string Words(const Standing& standing);

// Work was begun and isn't done.
bool InProgress(const Standing& standing);

// One for each exercise of the workspace.
std::vector<Standing> AllStandings(const Workspace& workspace);

// The index of the exercise to go on with: the first in progress; else the
// first that is not started, and needs none that isn't done; else the first not
// started. Nothing if all are done.
std::optional<size_t> Next(const Workspace& workspace,
                           const std::vector<Standing>& standings);

// The first check that failed; nullptr if none did.
const exercise::CheckResult* FirstFailure(
    const exercise::ExerciseResult& result);

}  // namespace lab_command

#endif  // TOOLS_LAB_STANDING_H_
