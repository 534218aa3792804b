// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/read_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace grade {

absl::StatusOr<std::string> TryReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream contents;
  // An empty file would set `failbit` of `contents`.
  if (file && file.peek() != std::ifstream::traits_type::eof()) {
    contents << file.rdbuf();
  } else if (file.eof()) {
    return "";
  }
  if (!file || !contents) {
    return absl::UnavailableError(absl::StrCat("cannot read ", path.string()));
  }
  return contents.str();
}

std::string ReadFile(const std::filesystem::path& path) {
  return TryReadFile(path).value_or("");
}

}  // namespace grade
