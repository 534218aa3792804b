// SPDX-License-Identifier: Apache-2.0
//
// What code under test has from its own malloc (instrumented.h) others may free
// or make larger: libraries, or a test's code that is compiled as ever. Not
// under ASan, which has these functions itself.

#include <cstddef>
#include <cstdlib>

#include "absl/base/config.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

#ifndef ABSL_HAVE_ADDRESS_SANITIZER

extern "C" {

// The C library's, by names that nobody defines anew. These may be called
// before anything can be looked up.
void __libc_free(void*);
void* __libc_realloc(void*, size_t);

void explorer_free(void* block);
void* explorer_realloc(void* block, size_t size);

void free(void* block) noexcept {
  if (explorer::internal::BytesOfBlock(block) == 0) {
    __libc_free(block);
  } else {
    explorer::internal::FreeBlock(block, CALLER);
  }
}

void* realloc(void* block, size_t size) noexcept {
  if (explorer::internal::BytesOfBlock(block) == 0) {
    return __libc_realloc(block, size);
  }
  return explorer_realloc(block, size);
}

}  // extern "C"

#endif  // ABSL_HAVE_ADDRESS_SANITIZER
