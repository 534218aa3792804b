// SPDX-License-Identifier: Apache-2.0
//
// GoogleTest's way to what a thread has for itself starts, for each new thread,
// another one of Windows, and waits for that. It is no part of the program.
//
// The linker sends calls of it here (BUILD: --wrap).

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"

extern "C" {

void* __real__ZN7testing8internal19ThreadLocalRegistry23GetValueOnCurrentThreadEPKNS0_15ThreadLocalBaseE(
    const void* variable);

void* __wrap__ZN7testing8internal19ThreadLocalRegistry23GetValueOnCurrentThreadEPKNS0_15ThreadLocalBaseE(
    const void* variable) {
  const auto real =
      __real__ZN7testing8internal19ThreadLocalRegistry23GetValueOnCurrentThreadEPKNS0_15ThreadLocalBaseE;
  if (!explorer::internal::ActiveHere()) return real(variable);
  const explorer::internal::NotActive not_the_programs;
  return real(variable);
}

}  // extern "C"
