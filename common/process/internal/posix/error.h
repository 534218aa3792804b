// SPDX-License-Identifier: Apache-2.0
//
// Turns an errno value into the Status that Subprocess::Start() promises.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_ERROR_H_
#define COMMON_PROCESS_INTERNAL_POSIX_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace process::internal {

// `open "log/x": No such file or directory`, with a StartFailure. `stage` is
// the call that failed, `path` what it was about, if anything; `note` is for
// the message alone and follows these two.
absl::Status SystemError(int error, absl::string_view stage,
                         absl::string_view path = "",
                         absl::string_view note = "");

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_ERROR_H_
