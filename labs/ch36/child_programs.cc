// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/child_programs.h"

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace ch36 {

namespace fs = std::filesystem;

ChildPrograms::ChildPrograms(absl::string_view argv0)
    : folder_(fs::path(std::string(argv0)).parent_path() / "children"),
      extension_(fs::path(std::string(argv0)).extension()) {}

std::string ChildPrograms::Path(absl::string_view name) const {
  fs::path program = folder_ / std::string(name);
  program += extension_;
  return program.string();
}

}  // namespace ch36
