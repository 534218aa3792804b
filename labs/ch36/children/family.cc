// SPDX-License-Identifier: Apache-2.0
//
// Runs the program that its arguments name as a child of its own, says so, and
// waits for its end: who starts this program has a grandchild.
//
//   family sleeper 60000

#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

int main(int argc, char** argv) {
  const std::vector<std::string> command(argv + 1, argv + argc);
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(command);
  if (!child.ok()) {
    std::cerr << argv[0] << ": " << child.status() << "\n";
    return 1;
  }
  std::cout << "I have started process " << child->pid()
            << " and wait for its end" << std::endl;
  absl::StatusOr<process::ExitStatus> ended = child->Wait();
  return ended.ok() && ended->ok() ? 0 : 1;
}
