// SPDX-License-Identifier: Apache-2.0
//
// CheckNoNul() refuses texts that no system can hand to a program: they travel
// as C strings, which end at the first NUL byte, so the rest would be lost
// without a word.
//
// Thread safety: a pure function.

#ifndef COMMON_PROCESS_INTERNAL_NO_NUL_H_
#define COMMON_PROCESS_INTERNAL_NO_NUL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace process::internal {

// InvalidArgument: `what` (which names the text) holds a NUL byte; the message
// shows it.
absl::Status CheckNoNul(absl::string_view what, absl::string_view text);

// The same for each argument, named args[0] and so on.
absl::Status CheckNoNul(absl::Span<const std::string> args);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_NO_NUL_H_
