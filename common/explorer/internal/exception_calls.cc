// SPDX-License-Identifier: Apache-2.0
//
// Exceptions: their memory comes from the C library, which may give one thread
// what another one had before. Nothing orders the two, and nothing needs to.
//
// Source: Itanium C++ ABI: Exception Handling, 2.4.2.

#include <cstddef>

#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/real.h"

extern "C" {

void* __cxa_allocate_exception(size_t size) noexcept;

void* INTERPOSED(__cxa_allocate_exception)(size_t size) noexcept {
  const bool active = explorer::internal::ActiveHere();
  void* exception;
  {
    // The first look for the real one takes a lock.
    const explorer::internal::NotActive own_code;
    REAL(__cxa_allocate_exception);
    exception = real(size);
  }
  if (active) explorer::internal::Fresh(exception, size);
  return exception;
}

}  // extern "C"
