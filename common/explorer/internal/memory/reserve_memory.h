// SPDX-License-Identifier: Apache-2.0
//
// Address space that costs memory only where it is written.
//
// Thread safety: any thread. Errors: ends the program if there is none left.
//
// Source: man 2 mmap; VirtualAlloc of the Windows API.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_RESERVE_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_RESERVE_MEMORY_H_

#include <cstddef>

namespace explorer::internal {

// `bytes` of zeros, page-aligned, for as long as the program runs.
void* ReserveMemory(size_t bytes);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_RESERVE_MEMORY_H_
