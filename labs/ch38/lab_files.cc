// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/lab_files.h"

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace ch38 {

namespace fs = std::filesystem;

LabFiles::LabFiles(absl::string_view argv0)
    : folder_(fs::absolute(fs::path(std::string(argv0)).parent_path())),
      extension_(fs::path(std::string(argv0)).extension()) {}

std::string LabFiles::Sources() const { return (folder_ / "copies").string(); }

std::string LabFiles::File(absl::string_view name) const {
  return (folder_ / "copies" / std::string(name)).string();
}

std::string LabFiles::Program(absl::string_view name) const {
  fs::path program = folder_ / std::string(name);
  program += extension_;
  return program.string();
}

}  // namespace ch38
