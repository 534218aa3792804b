// SPDX-License-Identifier: Apache-2.0
//
// The arguments that start the child program (child.cc), whose path the test's
// BUILD rule puts into variable CHILD (see program_path.h).
//
//   process::Run(testing_util::ChildArgs({"write", "out", "3"}));
//
// Thread safety: call it from any thread.

#ifndef COMMON_PROCESS_TESTING_CHILD_ARGS_H_
#define COMMON_PROCESS_TESTING_CHILD_ARGS_H_

#include <string>
#include <vector>

namespace testing_util {

// The child program's path, from the root: it leads there from any folder.
std::string ChildPath();

// That path, and then `args`.
std::vector<std::string> ChildArgs(std::vector<std::string> args);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_CHILD_ARGS_H_
