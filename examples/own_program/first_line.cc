// SPDX-License-Identifier: Apache-2.0
//
// Runs a program and prints the first line of what it says:
//
//   first_line git --version

#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/run.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: first_line PROGRAM [ARGUMENT...]\n";
    return 2;
  }
  const std::vector<std::string> command(argv + 1, argv + argc);
  const absl::StatusOr<process::CompletedProcess> completed =
      process::Run(command);
  if (!completed.ok()) {
    std::cerr << completed.status().message() << "\n";
    return 1;
  }
  const absl::string_view out = completed->out;
  std::cout << out.substr(0, out.find('\n')) << "\n";
  return completed->status.ok() ? 0 : 1;
}
