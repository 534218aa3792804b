// SPDX-License-Identifier: Apache-2.0
//
// Exceptions: their memory comes from the C library, which may give one thread
// what another one had before. Nothing orders the two, and nothing needs to.
//
// Source: Itanium C++ ABI: Exception Handling, 2.4.2.

#include <cstddef>

#include "absl/base/config.h"
#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"

#ifdef ABSL_HAVE_ADDRESS_SANITIZER
#include <sanitizer/lsan_interface.h>
#endif

namespace {

// Leaks of what is allocated meanwhile are not reported.
class MayLeak {
 public:
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  MayLeak() { __lsan_disable(); }
  ~MayLeak() { __lsan_enable(); }
#else
  MayLeak() {}
#endif
  MayLeak(const MayLeak&) = delete;
  MayLeak& operator=(const MayLeak&) = delete;
};

}  // namespace

extern "C" {

void* __cxa_allocate_exception(size_t size) noexcept;

void* INTERPOSED(__cxa_allocate_exception)(size_t size) noexcept {
  REAL(__cxa_allocate_exception);
  if (!explorer::internal::ActiveHere()) return real(size);
  void* exception;
  {
    // The first look for the real one takes a lock.
    const explorer::internal::NotActive own_code;
    // Nobody frees it where the execution ends before it is caught.
    const MayLeak may_leak;
    exception = real(size);
  }
  explorer::internal::Fresh(exception, size);
  return exception;
}

}  // extern "C"
