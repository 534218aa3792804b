// SPDX-License-Identifier: Apache-2.0
//
// Environment is the set of variables that a program is given.
//
// Use EnvironmentChange to give a child this program's variables with a few
// changed, and Environment to say all of them:
//
//   options.env_changes = {{"LANG", "C"}, {"DISPLAY", std::nullopt}};
//   options.env = process::Environment{{"PATH", "/bin"}};
//
// On Windows names are the same variable whatever their case: "Path" is "PATH".
//
// Thread safety: values. CurrentEnvironment() reads what setenv() writes: no
// other thread may call setenv(), putenv() or unsetenv() at the same time.
//
// Source: environ(7); CreateProcessW in the Windows API.

#ifndef COMMON_PROCESS_ENVIRONMENT_H_
#define COMMON_PROCESS_ENVIRONMENT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace process {

// Values by name.
using Environment = absl::btree_map<std::string, std::string>;

// A name and its new value; without a value the variable is removed.
using EnvironmentChange = std::pair<std::string, std::optional<std::string>>;

// This program's variables. Entries without a name, such as Windows keeps for
// the current folder of each drive ("=C:=C:\\work"), are left out.
Environment CurrentEnvironment();

// The variable's value, if it is set.
std::optional<std::string> FindVariable(const Environment& environment,
                                        absl::string_view name);

// Makes the changes, the first one first.
void ApplyChanges(absl::Span<const EnvironmentChange> changes,
                  Environment& environment);

// InvalidArgument: a name that is empty or holds '=' or a NUL byte, or a value
// that holds a NUL byte; the message names the variable.
absl::Status CheckEnvironment(const Environment& environment);

}  // namespace process

#endif  // COMMON_PROCESS_ENVIRONMENT_H_
