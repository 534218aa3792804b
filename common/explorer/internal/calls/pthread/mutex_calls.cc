// SPDX-License-Identifier: Apache-2.0
//
// pthread_mutex_t (std::mutex, std::recursive_mutex, std::timed_mutex) and
// pthread_rwlock_t (std::shared_mutex), as hooks.

#include <pthread.h>

#include <cerrno>
#include <ctime>

#include "common/explorer/internal/calls/pthread/pthread_layout.h"
#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/calls/pthread/timed_waits.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Mode;
using explorer::internal::Pc;
using explorer::internal::TypeOf;

bool IsRecursive(const pthread_mutex_t* mutex) {
  return TypeOf(mutex) == PTHREAD_MUTEX_RECURSIVE;
}

bool ChecksErrors(const pthread_mutex_t* mutex) {
  return TypeOf(mutex) == PTHREAD_MUTEX_ERRORCHECK;
}

int LockMutex(pthread_mutex_t* mutex, Pc pc) {
  if (IsRecursive(mutex)) {
    explorer::internal::LockRecursively(mutex, pc);
    return 0;
  }
  if (ChecksErrors(mutex) && explorer::internal::IsHeldByCaller(mutex)) {
    return EDEADLK;
  }
  explorer::internal::Lock(mutex, Mode::kExclusive, pc);
  return 0;
}

int TryLockMutex(pthread_mutex_t* mutex, Pc pc) {
  const bool locked =
      IsRecursive(mutex)
          ? explorer::internal::TryLockRecursively(mutex, pc)
          : explorer::internal::TryLock(mutex, Mode::kExclusive, pc);
  return locked ? 0 : EBUSY;
}

// Locks it in that mode, or lets the time until then pass.
int LockWithinTime(void* mutex, Mode mode, const timespec& deadline, Pc pc) {
  if (explorer::internal::LockWithin(mutex, mode, pc)) return 0;
  explorer::internal::LetTimePass(explorer::internal::TimeLeft(deadline));
  return ETIMEDOUT;
}

int LockMutexUntil(pthread_mutex_t* mutex, const timespec& deadline, Pc pc) {
  if (explorer::internal::IsHeldByCaller(mutex)) {
    if (IsRecursive(mutex)) return LockMutex(mutex, pc);
    if (ChecksErrors(mutex)) return EDEADLK;
  }
  if (!IsRecursive(mutex)) {
    return LockWithinTime(mutex, Mode::kExclusive, deadline, pc);
  }
  // There is no wait for one that counts its owner's locks.
  if (TryLockMutex(mutex, pc) == 0) return 0;
  explorer::internal::LetTimePass(explorer::internal::TimeLeft(deadline));
  return TryLockMutex(mutex, pc) == 0 ? 0 : ETIMEDOUT;
}

}  // namespace

namespace explorer::internal {

int LockUntil(pthread_mutex_t* mutex, const timespec& deadline, Pc pc) {
  return LockMutexUntil(mutex, deadline, pc);
}

int LockUntil(pthread_rwlock_t* mutex, Mode mode, const timespec& deadline,
              Pc pc) {
  return LockWithinTime(mutex, mode, deadline, pc);
}

}  // namespace explorer::internal

extern "C" {

// ---- pthread_mutex_t

int INTERPOSED(pthread_mutex_lock)(pthread_mutex_t* mutex) noexcept {
  REAL(pthread_mutex_lock);
  return ActiveHere() ? LockMutex(mutex, CALLER) : real(mutex);
}

int INTERPOSED(pthread_mutex_trylock)(pthread_mutex_t* mutex) noexcept {
  REAL(pthread_mutex_trylock);
  return ActiveHere() ? TryLockMutex(mutex, CALLER) : real(mutex);
}

int INTERPOSED(pthread_mutex_timedlock)(pthread_mutex_t* mutex,
                                        const timespec* deadline) noexcept {
  REAL(pthread_mutex_timedlock);
  if (!ActiveHere()) return real(mutex, deadline);
  return LockMutexUntil(mutex, *deadline, CALLER);
}

int INTERPOSED(pthread_mutex_unlock)(pthread_mutex_t* mutex) noexcept {
  REAL(pthread_mutex_unlock);
  if (!ActiveHere()) return real(mutex);
  if (ChecksErrors(mutex) && !explorer::internal::IsHeldByCaller(mutex)) {
    return EPERM;
  }
  explorer::internal::Unlock(mutex, Mode::kExclusive, CALLER);
  return 0;
}

// A new mutex, also where one was destroyed: its bytes are written.
int INTERPOSED(pthread_mutex_init)(
    pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
  REAL(pthread_mutex_init);
  if (ActiveHere()) explorer::internal::Write(mutex, sizeof(*mutex), CALLER);
  return real(mutex, attributes);
}

int INTERPOSED(pthread_mutex_destroy)(pthread_mutex_t* mutex) noexcept {
  REAL(pthread_mutex_destroy);
  if (ActiveHere()) explorer::internal::MutexDestroyed(mutex, CALLER);
  return real(mutex);
}

// ---- pthread_rwlock_t

int INTERPOSED(pthread_rwlock_rdlock)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_rdlock);
  if (!ActiveHere()) return real(mutex);
  explorer::internal::Lock(mutex, Mode::kShared, CALLER);
  return 0;
}

int INTERPOSED(pthread_rwlock_wrlock)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_wrlock);
  if (!ActiveHere()) return real(mutex);
  explorer::internal::Lock(mutex, Mode::kExclusive, CALLER);
  return 0;
}

int INTERPOSED(pthread_rwlock_tryrdlock)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_tryrdlock);
  if (!ActiveHere()) return real(mutex);
  const bool locked = explorer::internal::TryLock(mutex, Mode::kShared, CALLER);
  return locked ? 0 : EBUSY;
}

int INTERPOSED(pthread_rwlock_trywrlock)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_trywrlock);
  if (!ActiveHere()) return real(mutex);
  const bool locked =
      explorer::internal::TryLock(mutex, Mode::kExclusive, CALLER);
  return locked ? 0 : EBUSY;
}

int INTERPOSED(pthread_rwlock_timedrdlock)(pthread_rwlock_t* mutex,
                                           const timespec* deadline) noexcept {
  REAL(pthread_rwlock_timedrdlock);
  if (!ActiveHere()) return real(mutex, deadline);
  return explorer::internal::LockUntil(mutex, Mode::kShared, *deadline, CALLER);
}

int INTERPOSED(pthread_rwlock_timedwrlock)(pthread_rwlock_t* mutex,
                                           const timespec* deadline) noexcept {
  REAL(pthread_rwlock_timedwrlock);
  if (!ActiveHere()) return real(mutex, deadline);
  return explorer::internal::LockUntil(mutex, Mode::kExclusive, *deadline,
                                       CALLER);
}

int INTERPOSED(pthread_rwlock_unlock)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_unlock);
  if (!ActiveHere()) return real(mutex);
  explorer::internal::UnlockAny(mutex, CALLER);
  return 0;
}

int INTERPOSED(pthread_rwlock_init)(
    pthread_rwlock_t* mutex, const pthread_rwlockattr_t* attributes) noexcept {
  REAL(pthread_rwlock_init);
  if (ActiveHere()) explorer::internal::Write(mutex, sizeof(*mutex), CALLER);
  return real(mutex, attributes);
}

int INTERPOSED(pthread_rwlock_destroy)(pthread_rwlock_t* mutex) noexcept {
  REAL(pthread_rwlock_destroy);
  if (ActiveHere()) explorer::internal::MutexDestroyed(mutex, CALLER);
  return real(mutex);
}

}  // extern "C"
