// SPDX-License-Identifier: Apache-2.0
//
// How much memory the process takes at this moment.
//
//   if (ResidentBytes() > limit) ...
//
// Takes microseconds. Thread safety: yes.
// Errors: 0 where the system does not say.
//
// Source: man 5 proc, /proc/self/statm; GetProcessMemoryInfo.

#ifndef COMMON_EXPLORER_INTERNAL_RESIDENT_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_RESIDENT_MEMORY_H_

#include <cstddef>

namespace explorer::internal {

size_t ResidentBytes();

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RESIDENT_MEMORY_H_
