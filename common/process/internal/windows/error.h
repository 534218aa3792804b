// SPDX-License-Identifier: Apache-2.0
//
// Turns a number of GetLastError() into the Status that Subprocess::Start()
// promises.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_ERROR_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_ERROR_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace process::internal {

// `open "log\x": File not found. (Windows error 2)`, with a StartFailure.
// `stage` is the call that failed, `path` what it was about, if anything;
// `note` is for the message alone and follows these two.
absl::Status SystemError(uint32_t error, absl::string_view stage,
                         absl::string_view path = "",
                         absl::string_view note = "");

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_ERROR_H_
