// SPDX-License-Identifier: Apache-2.0
//
// Checks what a caller asked for before any system is asked to do it.

#ifndef COMMON_PROCESS_INTERNAL_REQUEST_H_
#define COMMON_PROCESS_INTERNAL_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/process/internal/platform.h"
#include "common/process/options.h"

namespace process::internal {

// Points into `args` and `options`, which must outlive it. InvalidArgument,
// with a message that names the argument, option or variable.
absl::StatusOr<Request> MakeRequest(absl::Span<const std::string> args,
                                    const StartOptions& options, bool shell);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_REQUEST_H_
