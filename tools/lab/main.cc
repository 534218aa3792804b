// SPDX-License-Identifier: Apache-2.0
//
// //tools:lab. What it does is in command.h.

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/terminal.h"
#include "common/process/environment.h"
#include "tools/lab/command.h"
#include "tools/lab/paint.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

// The workspace: `bazel run` names it. Without that, it is here or above.
fs::path FindRoot(const process::Environment& env) {
  const std::optional<std::string> named =
      process::FindVariable(env, "BUILD_WORKSPACE_DIRECTORY");
  if (named.has_value()) return *named;
  std::error_code error;
  const fs::path here = fs::current_path(error);
  for (fs::path folder = here; folder.has_relative_path();
       folder = folder.parent_path()) {
    if (fs::exists(folder / "WORKSPACE", error)) return folder;
  }
  return here;
}

int Main(int argc, char** argv) {
  process::Environment env = process::CurrentEnvironment();
  const Context context = {.root = FindRoot(env),
                           .env = env,
                           .out = std::cout,
                           .error = std::cerr,
                           .paint = Paint(lab::StdoutTakesColor()),
                           .now = [] { return absl::Now(); },
                           .pause =
                               [](absl::Duration time) {
                                 absl::SleepFor(time);
                                 return true;
                               }};
  return RunCommand(std::vector<std::string>(argv + 1, argv + argc), context);
}

}  // namespace
}  // namespace lab_command

int main(int argc, char** argv) { return lab_command::Main(argc, argv); }
