// SPDX-License-Identifier: Apache-2.0
//
// What CreateProcessW() is to run: a file, and one text with all arguments.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_COMMAND_LINE_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_COMMAND_LINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/process/internal/platform.h"

namespace process::internal {

struct CommandLine {
  std::wstring program;  // an absolute path
  std::wstring text;
};

// Batch files and shell commands are run by the cmd.exe of Windows' own folder:
// a variable ComSpec or PATH could name any program.
absl::StatusOr<CommandLine> MakeCommandLine(const Request& request);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_COMMAND_LINE_H_
