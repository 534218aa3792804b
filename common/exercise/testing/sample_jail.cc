// SPDX-License-Identifier: Apache-2.0
//
// A jail for tests, without walls: writes REPORT where a jail reports (end.h),
// if it is not empty, and passes on what the runner says and how it ends.
//
//   sample_jail REPORT RUNNER

#include <cstdlib>
#include <fstream>

#include "absl/status/statusor.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

int main(int argc, char** argv) {
  const char* report = std::getenv("JAIL_REPORT");
  if (argc != 3 || report == nullptr) return 2;
  if (*argv[1] != '\0') std::ofstream(report) << argv[1] << "\n";
  absl::StatusOr<process::Subprocess> runner =
      process::Subprocess::Start({argv[2]}, {.in = process::Stdio::Inherit(),
                                             .out = process::Stdio::Inherit(),
                                             .err = process::Stdio::Inherit()});
  if (!runner.ok()) return 2;
  const absl::StatusOr<process::ExitStatus> status = runner->Wait();
  return status.ok() && status->exited() ? static_cast<int>(status->exit_code())
                                         : 2;
}
