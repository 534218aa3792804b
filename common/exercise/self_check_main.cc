// SPDX-License-Identifier: Apache-2.0
//
// Checks an exercise itself (self_check.h), for tools/bazel/exercise.bzl.

#include <iostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/exercise/self_check.h"

int main(int argc, char** argv) {
  absl::StatusOr<exercise::SelfCheckOptions> options =
      exercise::ParseSelfCheckFlags(argc, argv);
  if (!options.ok()) {
    std::cerr << options.status().message() << "\n";
    return 2;
  }
  const std::vector<std::string> problems =
      exercise::ProblemsOfExercise(*options);
  for (const std::string& problem : problems) std::cout << problem << "\n";
  if (!problems.empty()) return 1;
  std::cout << "the starter fails, the solution passes, and "
            << options->mutants.size() << " mutants get their verdicts\n";
  return 0;
}
