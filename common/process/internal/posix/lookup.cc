// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/lookup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/process/environment.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/error.h"

namespace process::internal {
namespace {

std::string ChildsPath(const Request& request) {
  std::optional<std::string> path;
  if (request.environment.has_value()) {
    path = FindVariable(*request.environment, "PATH");
  } else if (const char* ours = std::getenv("PATH")) {
    path = ours;
  }
  return path.value_or("/bin:/usr/bin");
}

// 0 if it is a file that may be executed, or why not.
int WhyNotExecutable(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return errno;
  if (!S_ISREG(status.st_mode)) return EACCES;
  return access(path.c_str(), X_OK) == 0 ? 0 : errno;
}

}  // namespace

std::string FromFolder(const std::string& folder, const std::string& path) {
  if (folder.empty() || absl::StartsWith(path, "/")) return path;
  return absl::StrCat(folder, "/", path);
}

std::vector<std::string> Candidates(const Request& request) {
  if (absl::StrContains(request.program, '/')) return {request.program};
  std::vector<std::string> candidates;
  for (absl::string_view folder : absl::StrSplit(ChildsPath(request), ':')) {
    candidates.push_back(
        absl::StrCat(folder, folder.empty() ? "./" : "/", request.program));
  }
  return candidates;
}

absl::StatusOr<std::string> FindProgram(const Request& request) {
  int refused = 0;
  for (const std::string& candidate : Candidates(request)) {
    const std::string path = FromFolder(request.options.cwd, candidate);
    const int error = WhyNotExecutable(path);
    if (error == 0) return path;
    if (error != ENOENT && error != ENOTDIR) refused = error;
  }
  return SystemError(refused != 0 ? refused : ENOENT, "find", request.program);
}

}  // namespace process::internal
