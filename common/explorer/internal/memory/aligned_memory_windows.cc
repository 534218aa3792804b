// SPDX-License-Identifier: Apache-2.0

#include <malloc.h>

#include <cstddef>

#include "common/explorer/internal/memory/aligned_memory.h"

namespace explorer::internal {

void* AllocateAligned(size_t size, size_t alignment) {
  return _aligned_malloc(size, alignment);
}

void FreeAligned(void* memory) { _aligned_free(memory); }

}  // namespace explorer::internal
