// SPDX-License-Identifier: Apache-2.0

#include "common/lab/python/testing/fake_program.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/string_view.h"

namespace lab {

namespace fs = std::filesystem;

void WriteFakeProgram(const fs::path& file, absl::string_view script) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
  fs::permissions(file, fs::perms::owner_exec, fs::perm_options::add);
}

}  // namespace lab
