// SPDX-License-Identifier: Apache-2.0
//
// How long Windows' own waiting functions are told to wait.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_WAIT_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_WAIT_H_

#include <cstdint>

#include "absl/time/time.h"

namespace process::internal {

// In milliseconds, rounded up: a time that is not over yet is never 0. A day at
// most, since 32 bits end after seven weeks: who waits must look at the clock
// and wait again. INFINITE, the API's own constant, for an infinite duration.
uint32_t WaitMilliseconds(absl::Duration left);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_WAIT_H_
