// SPDX-License-Identifier: Apache-2.0
//
//   std::string text = grade::ReadFile("exercise.json");
//
// Thread safety: any thread. Errors: see each.

#ifndef TOOLS_GRADE_READ_FILE_H_
#define TOOLS_GRADE_READ_FILE_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"

namespace grade {

// All bytes of the file. Unavailable: it cannot be read; the message names it.
absl::StatusOr<std::string> TryReadFile(const std::filesystem::path& path);

// The same where a file that cannot be read is as good as an empty one.
std::string ReadFile(const std::filesystem::path& path);

}  // namespace grade

#endif  // TOOLS_GRADE_READ_FILE_H_
