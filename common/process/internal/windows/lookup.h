// SPDX-License-Identifier: Apache-2.0
//
// Which file a program's name means.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_LOOKUP_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_LOOKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"

namespace process::internal {

// FindProgram(), for an error of the stage `stage`. The path is absolute.
absl::StatusOr<std::wstring> LookUp(const Request& request,
                                    absl::string_view stage);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_LOOKUP_H_
