// SPDX-License-Identifier: Apache-2.0
//
// One question, put to a runner process of its own.
//
// Thread safety: call it from any thread.

#ifndef COMMON_EXERCISE_ASK_PROCESS_H_
#define COMMON_EXERCISE_ASK_PROCESS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/exercise/check.h"
#include "common/exercise/end.h"
#include "common/exercise/values.h"

namespace exercise::internal {

struct Asked {
  Values values = {};       // the answer, if end.verdict is kPass
  End end = {};             // otherwise what became of the process
  std::string left = "";    // what it left behind, if it answered
  std::string output = "";  // the end of what it printed
};

Asked AskProcess(const StudentOptions& options, absl::string_view name,
                 const Values& arguments);

}  // namespace exercise::internal

#endif  // COMMON_EXERCISE_ASK_PROCESS_H_
