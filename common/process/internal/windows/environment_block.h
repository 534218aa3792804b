// SPDX-License-Identifier: Apache-2.0
//
// A child's variables in the form that CreateProcessW() takes.
//
// Source: "Changing Environment Variables" in Microsoft's documentation.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_ENVIRONMENT_BLOCK_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_ENVIRONMENT_BLOCK_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/process/environment.h"

namespace process::internal {

// "NAME=value\0" for each variable, sorted by name, and a last "\0". Of names
// that differ in case alone the first counts, as with FindVariable().
//
// `drive_folders`: adds this program's entries "=C:=C:\\work", from which a
// child knows the current folder of each drive.
//
// InvalidArgument: a variable that is not UTF-8.
absl::StatusOr<std::wstring> EnvironmentBlock(const Environment& environment,
                                              bool drive_folders);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_ENVIRONMENT_BLOCK_H_
