// SPDX-License-Identifier: Apache-2.0
//
// Tells a test where the programs are that were built for it to start.
//
// Tests start programs of our own, which behave alike on every system, never
// sh, sleep or echo. The BUILD file names them:
//
//   cc_test(
//       name = "foo_test",
//       data = ["//common/process/testing:child"],
//       env = {"CHILD": "$(rootpath //common/process/testing:child)"},
//       ...
//
//   process::Run({testing_util::ProgramPath("CHILD"), "exit", "3"});
//
// Bazel starts tests in the folder where that relative path leads to the
// program (under Wine, too, where it ends in .exe).
//
// Thread safety: call it from any thread.

#ifndef COMMON_PROCESS_TESTING_PROGRAM_PATH_H_
#define COMMON_PROCESS_TESTING_PROGRAM_PATH_H_

#include <string>

namespace testing_util {

// The path in environment variable `variable`. Ends the test with a message if
// there is none.
std::string ProgramPath(const char* variable);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_PROGRAM_PATH_H_
