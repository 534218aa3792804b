// SPDX-License-Identifier: Apache-2.0
//
// Programs that the student may have.
//
// Thread safety: pure functions, but for the files and programs they look at.

#ifndef TOOLS_LAB_PROGRAMS_H_
#define TOOLS_LAB_PROGRAMS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/lab/command.h"

namespace lab_command {

// Where it is, if it is in PATH.
std::optional<std::string> FindProgram(const Context& context,
                                       absl::string_view name);

// bazel, or else bazelisk.
std::optional<std::string> FindBazel(const Context& context);

// What a program prints, errors included, without the line end; nothing if it
// isn't there, fails, or takes more than 20 seconds.
std::optional<std::string> Ask(const Context& context,
                               const std::vector<std::string>& command);

// The first number with dots in `text`: "12.2.0" in "gcc (Debian) 12.2.0".
// Empty: there is none.
std::string VersionIn(absl::string_view text);

// What stands before the first dot; 0 if that is no number.
int MajorVersion(absl::string_view version);

}  // namespace lab_command

#endif  // TOOLS_LAB_PROGRAMS_H_
