// SPDX-License-Identifier: Apache-2.0
//
// glibc's waits by a clock of choice, which the C++ library uses for its
// steady_clock.

#include <pthread.h>
#include <semaphore.h>

#include <ctime>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/calls/pthread/timed_waits.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

using explorer::internal::ActiveHere;
using explorer::internal::LockUntil;
using explorer::internal::Mode;
using explorer::internal::WaitUntil;

extern "C" {

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* deadline) {
  REAL(pthread_cond_clockwait);
  if (!ActiveHere()) return real(condition, mutex, clock, deadline);
  return WaitUntil(condition, mutex, *deadline, CALLER);
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* deadline) noexcept {
  REAL(pthread_mutex_clocklock);
  if (!ActiveHere()) return real(mutex, clock, deadline);
  return LockUntil(mutex, *deadline, CALLER);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* mutex, clockid_t clock,
                               const timespec* deadline) noexcept {
  REAL(pthread_rwlock_clockrdlock);
  if (!ActiveHere()) return real(mutex, clock, deadline);
  return LockUntil(mutex, Mode::kShared, *deadline, CALLER);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* mutex, clockid_t clock,
                               const timespec* deadline) noexcept {
  REAL(pthread_rwlock_clockwrlock);
  if (!ActiveHere()) return real(mutex, clock, deadline);
  return LockUntil(mutex, Mode::kExclusive, *deadline, CALLER);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* deadline) {
  REAL(sem_clockwait);
  if (!ActiveHere()) return real(semaphore, clock, deadline);
  return WaitUntil(semaphore, *deadline, CALLER);
}

}  // extern "C"
