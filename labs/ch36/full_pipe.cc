// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/full_pipe.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace ch36 {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.fail()) {
    return absl::UnavailableError(absl::StrCat("can't read ", path));
  }
  return text;
}

}  // namespace

absl::StatusOr<Waited> WaitWithoutReading(process::Subprocess& child,
                                          absl::Duration timeout) {
  Waited waited;
  absl::StatusOr<process::ExitStatus> ended = child.Wait(timeout);
  if (ended.ok()) {
    waited.status = *ended;
  } else if (!absl::IsDeadlineExceeded(ended.status())) {
    return ended.status();
  }
  absl::StatusOr<size_t> waiting = child.out().Waiting();
  if (!waiting.ok()) return waiting.status();
  absl::StatusOr<size_t> capacity = child.out().Capacity();
  if (!capacity.ok()) return capacity.status();
  waited.bytes_in_pipe = *waiting;
  waited.pipe_capacity = *capacity;
  return waited;
}

absl::StatusOr<std::string> OutputThroughAFile(
    const std::vector<std::string>& args, const std::string& path) {
  absl::StatusOr<process::CompletedProcess> completed =
      process::Run(args, {.start = {.out = process::Stdio::File(
                                        path, process::FileMode::kCreateNew)}});
  if (!completed.ok()) return completed.status();
  absl::Status status = completed->ToStatus();
  if (!status.ok()) return status;
  return ReadFile(path);
}

}  // namespace ch36
