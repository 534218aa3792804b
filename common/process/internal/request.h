// SPDX-License-Identifier: Apache-2.0
//
// What a caller asked for: checked before any system is asked to do it, and let
// go of afterwards.

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

// Closes what Stdio::Own() was given: after a start, whether it failed or not.
void CloseOwnedHandles(const StartOptions& options);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_REQUEST_H_
