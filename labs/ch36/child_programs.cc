// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/child_program.h"

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace ch36 {

std::string ChildProgram(absl::string_view argv0, absl::string_view name) {
  const std::filesystem::path self{std::string(argv0)};
  std::filesystem::path child =
      self.parent_path() / "children" / std::string(name);
  // ".exe" on Windows, nothing elsewhere: the same as this program's own.
  child += self.extension();
  return child.string();
}

}  // namespace ch36
