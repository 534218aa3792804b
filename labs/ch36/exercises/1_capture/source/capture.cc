// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/exercises/1_capture/capture.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace ch36 {

absl::StatusOr<Captured> Capture(const std::vector<std::string>& command) {
  // BEGIN SOLUTION
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(command, {.in = process::Stdio::Null(),
                                           .out = process::Stdio::Pipe(),
                                           .err = process::Stdio::Pipe()});
  if (!child.ok()) return child.status();
  absl::StatusOr<process::Output> output = child->Communicate();
  if (!output.ok()) return output.status();
  absl::StatusOr<process::ExitStatus> status = child->Wait();
  if (!status.ok()) return status.status();
  return Captured{output->out, output->err,
                  status->exited() ? status->exit_code() : -1};
  // STUB: return absl::UnimplementedError(
  // STUB:     absl::StrCat("Capture() of ", command.size(), " words"));
  // END SOLUTION
}

absl::StatusOr<std::string> FirstLine(const std::vector<std::string>& command) {
  // BEGIN SOLUTION
  absl::StatusOr<Captured> captured = Capture(command);
  if (!captured.ok()) return captured.status();
  if (captured->exit_code != 0) {
    return absl::AbortedError(absl::StrCat(
        command[0], ": exit code ", captured->exit_code, ": ", captured->err));
  }
  if (captured->out.empty()) {
    return absl::OutOfRangeError(absl::StrCat(command[0], " wrote nothing"));
  }
  return captured->out.substr(0, captured->out.find('\n'));
  // STUB: return absl::UnimplementedError(
  // STUB:     absl::StrCat("FirstLine() of ", command.size(), " words"));
  // END SOLUTION
}

}  // namespace ch36
