// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/read_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace grade {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace grade
