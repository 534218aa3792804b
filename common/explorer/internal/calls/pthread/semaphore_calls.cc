// SPDX-License-Identifier: Apache-2.0
//
// sem_t, as hooks: the count stays where it is, and waiting for it is waiting
// with a mutex of its own until it is above 0.

#include <semaphore.h>

#include <cerrno>
#include <ctime>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/calls/pthread/timed_waits.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace explorer::internal {

int RealCountOf(sem_t* semaphore) {
  REAL(sem_getvalue);
  int count = 0;
  real(semaphore, &count);
  return count;
}

Guard IsAboveZero(sem_t* semaphore) {
  return {.holds =
              [](const void* argument) {
                void* const semaphore = const_cast<void*>(argument);
                return RealCountOf(static_cast<sem_t*>(semaphore)) > 0;
              },
          .argument = semaphore};
}

int WaitUntil(sem_t* semaphore, const timespec& deadline, Pc pc) {
  REAL(sem_trywait);
  const bool is_above_zero =
      LockWhenWithin(semaphore, Mode::kExclusive, IsAboveZero(semaphore), pc);
  if (is_above_zero) real(semaphore);
  Unlock(semaphore, Mode::kExclusive, pc);
  if (is_above_zero) return 0;
  LetTimePass(TimeLeft(deadline));
  errno = ETIMEDOUT;
  return -1;
}

}  // namespace explorer::internal

using explorer::internal::ActiveHere;
using explorer::internal::IsAboveZero;
using explorer::internal::Mode;

extern "C" {

int INTERPOSED(sem_trywait)(sem_t* semaphore) noexcept {
  REAL(sem_trywait);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::Lock(semaphore, Mode::kExclusive, CALLER);
  const int result = real(semaphore);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

int INTERPOSED(sem_wait)(sem_t* semaphore) {
  REAL(sem_wait);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::LockWhen(semaphore, Mode::kExclusive,
                               IsAboveZero(semaphore), CALLER);
  const int result = real(semaphore);  // does not wait
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

int INTERPOSED(sem_timedwait)(sem_t* semaphore, const timespec* deadline) {
  REAL(sem_timedwait);
  if (!ActiveHere()) return real(semaphore, deadline);
  return explorer::internal::WaitUntil(semaphore, *deadline, CALLER);
}

int INTERPOSED(sem_post)(sem_t* semaphore) noexcept {
  REAL(sem_post);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::Lock(semaphore, Mode::kExclusive, CALLER);
  const int result = real(semaphore);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

int INTERPOSED(sem_getvalue)(sem_t* semaphore, int* count) noexcept {
  REAL(sem_getvalue);
  if (!ActiveHere()) return real(semaphore, count);
  explorer::internal::Lock(semaphore, Mode::kExclusive, CALLER);
  const int result = real(semaphore, count);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

// A new one, also where one was destroyed: its bytes are written.
int INTERPOSED(sem_init)(sem_t* semaphore, int shared,
                         unsigned count) noexcept {
  REAL(sem_init);
  if (ActiveHere()) {
    explorer::internal::Write(semaphore, sizeof(*semaphore), CALLER);
  }
  return real(semaphore, shared, count);
}

int INTERPOSED(sem_destroy)(sem_t* semaphore) noexcept {
  REAL(sem_destroy);
  if (ActiveHere()) explorer::internal::MutexDestroyed(semaphore, CALLER);
  return real(semaphore);
}

}  // extern "C"
