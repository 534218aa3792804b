// SPDX-License-Identifier: Apache-2.0
//
// What glibc has of threads beyond other systems.

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/single_threaded.h>

#include <cstddef>
#include <ctime>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Unsupported;

// std::shared_ptr counts without atomics until the C library has seen a second
// thread. It does not see fibers, but the counts must be as they would be.
[[maybe_unused]] const bool g_not_single_threaded = [] {
  __libc_single_threaded = 0;
  return true;
}();

}  // namespace

extern "C" {

// What takes a handle and says more of the real thread than there is here.
#define UNSUPPORTED(name, parameters, ...)       \
  int name parameters {                          \
    REAL(name);                                  \
    if (!ActiveHere()) return real(__VA_ARGS__); \
    Unsupported(#name, CALLER);                  \
  }

UNSUPPORTED(pthread_tryjoin_np, (pthread_t handle, void** result) noexcept,
            handle, result)
UNSUPPORTED(pthread_timedjoin_np,
            (pthread_t handle, void** result, const timespec* deadline), handle,
            result, deadline)
UNSUPPORTED(pthread_clockjoin_np,
            (pthread_t handle, void** result, clockid_t clock,
             const timespec* deadline),
            handle, result, clock, deadline)
UNSUPPORTED(pthread_getattr_np,
            (pthread_t handle, pthread_attr_t* attributes) noexcept, handle,
            attributes)
UNSUPPORTED(pthread_getcpuclockid,
            (pthread_t handle, clockid_t* clock) noexcept, handle, clock)
UNSUPPORTED(pthread_getaffinity_np,
            (pthread_t handle, size_t size, cpu_set_t* set) noexcept, handle,
            size, set)
UNSUPPORTED(pthread_setaffinity_np,
            (pthread_t handle, size_t size, const cpu_set_t* set) noexcept,
            handle, size, set)
UNSUPPORTED(pthread_setschedprio, (pthread_t handle, int priority) noexcept,
            handle, priority)
UNSUPPORTED(pthread_sigqueue,
            (pthread_t handle, int signal, const sigval value) noexcept, handle,
            signal, value)

}  // extern "C"
