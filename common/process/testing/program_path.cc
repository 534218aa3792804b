// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/program_path.h"

#include <cstdlib>
#include <string>

#include "absl/log/check.h"

namespace testing_util {

std::string ProgramPath(const char* variable) {
  const char* path = std::getenv(variable);
  CHECK(path != nullptr)
      << variable << " is not set: start this test with `bazel test`, and set "
      << variable << " in the env of its BUILD rule";
  return path;
}

}  // namespace testing_util
