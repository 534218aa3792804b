// SPDX-License-Identifier: Apache-2.0
//
// Tries the jail of the machine that it runs on. //tools:grade has it run where
// Bazel would run submissions, which may be another machine, before any is.
//
//   holds PROBE
//
// Ends with 0 if the jail holds; else says what got through, and ends with 1.

#include <iostream>

#include "absl/status/status.h"
#include "tools/grade/jail/check.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "holds: give the path of the probe\n";
    return 2;
  }
  const absl::Status holds = grade::CheckJail(argv[1]);
  if (holds.ok()) return 0;
  std::cerr << holds.message();
  return 1;
}
