// SPDX-License-Identifier: Apache-2.0
//
//   std::string text = grade::ReadFile("exercise.json");
//
// Thread safety: any thread. Errors: none; what cannot be read has no bytes.

#ifndef TOOLS_GRADE_READ_FILE_H_
#define TOOLS_GRADE_READ_FILE_H_

#include <filesystem>
#include <string>

namespace grade {

std::string ReadFile(const std::filesystem::path& path);

}  // namespace grade

#endif  // TOOLS_GRADE_READ_FILE_H_
