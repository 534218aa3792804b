// SPDX-License-Identifier: Apache-2.0
//
// FindExecutable() tells which file a name would run.
//
//   absl::StatusOr<std::string> git = process::FindExecutable("git");
//
// Use it to say early, and well, that a program is missing. Starting one needs
// no look-up before: Start() and Run() do their own, by the same rules.
//
// Thread safety: as CurrentEnvironment() (environment.h).
//
// Source: execvp(3); shutil.which in Python; SearchPathW in the Windows API.

#ifndef COMMON_PROCESS_FIND_EXECUTABLE_H_
#define COMMON_PROCESS_FIND_EXECUTABLE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/options.h"

namespace process {

// The path of the file that a child started with `options` and this name would
// run: relative paths count from options.cwd, PATH is the one in its variables.
// If there is no variable PATH, the folders are /bin and /usr/bin. An empty
// entry in PATH is the current folder. On Windows neither the current folder
// nor Windows' own folders are looked into, unless PATH names them, and ".exe",
// ".bat" and ".cmd" may be left out.
//
//   InvalidArgument   an empty name or a NUL byte
//   NotFound          no such file, in any folder
//   PermissionDenied  there is one that may not be run, and no other
absl::StatusOr<std::string> FindExecutable(absl::string_view name,
                                           const StartOptions& options = {});

}  // namespace process

#endif  // COMMON_PROCESS_FIND_EXECUTABLE_H_
