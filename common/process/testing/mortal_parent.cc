// SPDX-License-Identifier: Apache-2.0
//
// Starts the program that its arguments name, so that it dies with this one
// (StartOptions::die_with_parent), with this one's streams, and waits until
// killed.

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_system.h"

int main(int argc, char** argv) {
  const std::vector<std::string> args = testing_util::Utf8Arguments(argc, argv);
  const absl::StatusOr<process::Subprocess> child = process::Subprocess::Start(
      absl::MakeConstSpan(args).subspan(1), {.die_with_parent = true});
  if (!child.ok()) {
    fprintf(stderr, "%s\n", child.status().ToString().c_str());
    return 1;
  }
  testing_util::HoldForever();
}
