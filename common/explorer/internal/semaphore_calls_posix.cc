// SPDX-License-Identifier: Apache-2.0
//
// sem_t, as hooks: the count stays where it is, and waiting for it is waiting
// with a mutex of its own until it is above 0.

#include <semaphore.h>

#include <cerrno>
#include <ctime>

#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/caller.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/real_posix.h"
#include "common/explorer/internal/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Guard;
using explorer::internal::Mode;
using explorer::internal::Pc;

Guard IsAboveZero(sem_t* semaphore) {
  return {.holds =
              [](const void* argument) {
                int count = 0;
                sem_getvalue(static_cast<sem_t*>(const_cast<void*>(argument)),
                             &count);
                return count > 0;
              },
          .argument = semaphore};
}

int Fails(int error) {
  errno = error;
  return -1;
}

int WaitUntil(sem_t* semaphore, const timespec& deadline, Pc pc) {
  const bool is_above_zero = explorer::internal::LockWhenWithin(
      semaphore, Mode::kExclusive, IsAboveZero(semaphore), pc);
  REAL(sem_trywait);
  if (is_above_zero) real(semaphore);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, pc);
  if (is_above_zero) return 0;
  explorer::internal::LetTimePass(explorer::internal::TimeLeft(deadline));
  return Fails(ETIMEDOUT);
}

}  // namespace

extern "C" {

int sem_trywait(sem_t* semaphore) noexcept {
  REAL(sem_trywait);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::Lock(semaphore, Mode::kExclusive, CALLER);
  const int result = real(semaphore);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

int sem_wait(sem_t* semaphore) {
  REAL(sem_wait);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::LockWhen(semaphore, Mode::kExclusive,
                               IsAboveZero(semaphore), CALLER);
  const int result = real(semaphore);  // does not wait
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

int sem_timedwait(sem_t* semaphore, const timespec* deadline) {
  REAL(sem_timedwait);
  if (!ActiveHere()) return real(semaphore, deadline);
  return WaitUntil(semaphore, *deadline, CALLER);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* deadline) {
  REAL(sem_clockwait);
  if (!ActiveHere()) return real(semaphore, clock, deadline);
  return WaitUntil(semaphore, *deadline, CALLER);
}

int sem_post(sem_t* semaphore) noexcept {
  REAL(sem_post);
  if (!ActiveHere()) return real(semaphore);
  explorer::internal::Lock(semaphore, Mode::kExclusive, CALLER);
  const int result = real(semaphore);
  explorer::internal::Unlock(semaphore, Mode::kExclusive, CALLER);
  return result;
}

// A new one, also where one was destroyed: its bytes are written.
int sem_init(sem_t* semaphore, int shared, unsigned count) noexcept {
  REAL(sem_init);
  if (ActiveHere()) {
    explorer::internal::Write(semaphore, sizeof(*semaphore), CALLER);
  }
  return real(semaphore, shared, count);
}

int sem_destroy(sem_t* semaphore) noexcept {
  REAL(sem_destroy);
  if (ActiveHere()) explorer::internal::MutexDestroyed(semaphore, CALLER);
  return real(semaphore);
}

}  // extern "C"
