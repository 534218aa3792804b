// SPDX-License-Identifier: Apache-2.0
//
// How much memory the process takes at this moment.
//
//   if (ResidentBytesReach(limit)) ...
//
// Thread safety: yes.
// Errors: 0 bytes where the system does not say.
//
// Source: man 5 proc, /proc/self/statm; man 2 getrusage; GetProcessMemoryInfo.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_RESIDENT_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_RESIDENT_MEMORY_H_

#include <cstddef>

namespace explorer::internal {

// Takes microseconds.
size_t ResidentBytes();

// Whether there are so many, or more. Much faster where there never were.
bool ResidentBytesReach(size_t bytes);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_RESIDENT_MEMORY_H_
