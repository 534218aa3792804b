// SPDX-License-Identifier: Apache-2.0
//
// Which files a program's name may mean.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_LOOKUP_H_
#define COMMON_PROCESS_INTERNAL_POSIX_LOOKUP_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"

namespace process::internal {

// The program's name as it stands if there is a slash in it, or else the name
// in each folder of the child's PATH. Relative ones count from the child's
// folder.
std::vector<std::string> Candidates(const Request& request);

// The path from here of a file whose path in the child's folder is `path`.
// `folder` is empty if the child's folder is ours.
std::string FromFolder(const std::string& folder, const std::string& path);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_LOOKUP_H_
