// SPDX-License-Identifier: Apache-2.0
//
// Blocks at a multiple of more than malloc() heeds, as code under test has them
// (see instrumented.h).

#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::AllocateBlock;
using explorer::internal::Pc;

// While a program is explored.
void* Allocate(size_t size, size_t alignment, Pc pc) {
  if (void* block = AllocateBlock(size, alignment, pc)) return block;
  return aligned_alloc(alignment,
                       (size + alignment - 1) / alignment * alignment);
}

}  // namespace

extern "C" {

void* explorer_aligned_alloc(size_t alignment, size_t size) {
  if (!ActiveHere()) return aligned_alloc(alignment, size);
  return Allocate(size, alignment, CALLER);
}

int explorer_posix_memalign(void** block, size_t alignment, size_t size) {
  if (!ActiveHere()) return posix_memalign(block, alignment, size);
  const bool is_power_of_2 = (alignment & (alignment - 1)) == 0;
  if (!is_power_of_2 || alignment < sizeof(void*)) return EINVAL;
  *block = Allocate(size, alignment, CALLER);
  return *block == nullptr ? ENOMEM : 0;
}

}  // extern "C"
