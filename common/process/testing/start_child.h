// SPDX-License-Identifier: Apache-2.0
//
// Starts the child program (child.cc).
//
// Thread safety: call them from any thread.

#ifndef COMMON_PROCESS_TESTING_START_CHILD_H_
#define COMMON_PROCESS_TESTING_START_CHILD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/process/options.h"
#include "common/process/subprocess.h"

namespace testing_util {

// Input and output through pipes; error output is the test's own.
process::StartOptions Pipes();

// The child program with these arguments. The codes of Subprocess::Start().
absl::StatusOr<process::Subprocess> StartChild(
    std::vector<std::string> args, const process::StartOptions& options = {});

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_START_CHILD_H_
