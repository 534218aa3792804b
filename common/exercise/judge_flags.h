// SPDX-License-Identifier: Apache-2.0
//
// The command line of a judge:
//
//   judge [flags] -- RUNNER_COMMAND...     or     judge [flags]
//   --runner=PROGRAM
//
// JudgeFlagsHelp() lists the flags.
//
// Thread safety: pure functions. Errors: InvalidArgument, with a message for
// people.

#ifndef COMMON_EXERCISE_JUDGE_FLAGS_H_
#define COMMON_EXERCISE_JUDGE_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/exercise/judge.h"

namespace exercise {

struct JudgeFlags {
  JudgeOptions judge = {};
  std::string json = "";  // where the result goes; empty: nowhere
  bool test_xml = false;  // it goes into $XML_OUTPUT_FILE, too (test_record.h)
  std::string describe =
      "";  // where exercise.json goes; nothing is judged then
  bool help = false;
};

std::string JudgeFlagsHelp();

// Without --seed one is drawn.
absl::StatusOr<JudgeFlags> ParseJudgeFlags(int argc, char** argv);

}  // namespace exercise

#endif  // COMMON_EXERCISE_JUDGE_FLAGS_H_
