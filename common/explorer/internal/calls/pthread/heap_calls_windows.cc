// SPDX-License-Identifier: Apache-2.0
//
// What code under test has from its own malloc (instrumented.h) others may free
// or make larger: libraries, or a test's code that is compiled as ever.
//
// The linker sends their calls here (BUILD: --wrap).

#include <cstddef>
#include <cstdlib>

#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

extern "C" {

void __real_free(void*);
void* __real_realloc(void*, size_t);

void* explorer_realloc(void* block, size_t size);

void __wrap_free(void* block) {
  if (explorer::internal::BytesOfBlock(block) == 0) {
    __real_free(block);
  } else {
    explorer::internal::FreeBlock(block, CALLER);
  }
}

void* __wrap_realloc(void* block, size_t size) {
  if (explorer::internal::BytesOfBlock(block) == 0) {
    return __real_realloc(block, size);
  }
  return explorer_realloc(block, size);
}

}  // extern "C"
