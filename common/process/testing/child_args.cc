// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/child_args.h"

#include <filesystem>
#include <string>
#include <vector>

#include "common/process/testing/program_path.h"

namespace testing_util {

std::string ChildPath() {
  return std::filesystem::absolute(ProgramPath("CHILD")).string();
}

std::vector<std::string> ChildArgs(std::vector<std::string> args) {
  args.insert(args.begin(), ChildPath());
  return args;
}

}  // namespace testing_util
