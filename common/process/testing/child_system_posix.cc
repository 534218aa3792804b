// SPDX-License-Identifier: Apache-2.0

#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/process/testing/child_system.h"

namespace testing_util {

void UseBinaryStreams() {}

std::vector<std::string> Utf8Arguments(int argc, char** argv) {
  return {argv, argv + argc};
}

void WriteOneByteTo(int64_t handle) {
  // Whether it worked shows at the other end.
  [[maybe_unused]] const ssize_t size = write(static_cast<int>(handle), "x", 1);
}

}  // namespace testing_util
