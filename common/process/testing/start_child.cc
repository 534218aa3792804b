// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/start_child.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/process/options.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_args.h"

namespace testing_util {

process::StartOptions Pipes() {
  return {.in = process::Stdio::Pipe(), .out = process::Stdio::Pipe()};
}

absl::StatusOr<process::Subprocess> StartChild(
    std::vector<std::string> args, const process::StartOptions& options) {
  return process::Subprocess::Start(ChildArgs(std::move(args)), options);
}

}  // namespace testing_util
