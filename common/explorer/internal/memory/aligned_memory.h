// SPDX-License-Identifier: Apache-2.0
//
// Memory at an address that is a multiple of more than malloc() heeds.
//
// Thread safety: any thread. Errors: nullptr where there is none.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_ALIGNED_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_ALIGNED_MEMORY_H_

#include <cstddef>

namespace explorer::internal {

// `alignment`: a power of two.
void* AllocateAligned(size_t size, size_t alignment);
void FreeAligned(void* memory);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_ALIGNED_MEMORY_H_
