// SPDX-License-Identifier: Apache-2.0
//
// CheckNoNul() refuses arguments that no system can hand to a program: they
// travel as C strings, which end at the first NUL byte, so the rest would be
// lost without a word.
//
// Thread safety: a pure function.

#ifndef COMMON_PROCESS_INTERNAL_NO_NUL_H_
#define COMMON_PROCESS_INTERNAL_NO_NUL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace process::internal {

// InvalidArgument: names the first argument that holds a NUL byte.
absl::Status CheckNoNul(absl::Span<const std::string> args);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_NO_NUL_H_
