// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdlib>

#include "common/explorer/internal/memory/aligned_memory.h"

namespace explorer::internal {

void* AllocateAligned(size_t size, size_t alignment) {
  const size_t rounded = (size + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, rounded);
}

void FreeAligned(void* memory) { std::free(memory); }

}  // namespace explorer::internal
