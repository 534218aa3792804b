// SPDX-License-Identifier: Apache-2.0
//
// pthread_cond_t (std::condition_variable), as hooks.

#include <pthread.h>

#include <cerrno>
#include <ctime>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/calls/pthread/timed_waits.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

using explorer::internal::ActiveHere;

namespace explorer::internal {

int WaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
              const timespec& deadline, Pc pc) {
  if (WaitWithin(condition, mutex, pc)) return 0;
  LetTimePass(TimeLeft(deadline));
  return ETIMEDOUT;
}

}  // namespace explorer::internal

extern "C" {

int INTERPOSED(pthread_cond_wait)(pthread_cond_t* condition,
                                  pthread_mutex_t* mutex) {
  REAL(pthread_cond_wait);
  if (!ActiveHere()) return real(condition, mutex);
  explorer::internal::Wait(condition, mutex, CALLER);
  return 0;
}

int INTERPOSED(pthread_cond_timedwait)(pthread_cond_t* condition,
                                       pthread_mutex_t* mutex,
                                       const timespec* deadline) {
  REAL(pthread_cond_timedwait);
  if (!ActiveHere()) return real(condition, mutex, deadline);
  return explorer::internal::WaitUntil(condition, mutex, *deadline, CALLER);
}

int INTERPOSED(pthread_cond_signal)(pthread_cond_t* condition) noexcept {
  REAL(pthread_cond_signal);
  if (!ActiveHere()) return real(condition);
  explorer::internal::NotifyOne(condition, CALLER);
  return 0;
}

int INTERPOSED(pthread_cond_broadcast)(pthread_cond_t* condition) noexcept {
  REAL(pthread_cond_broadcast);
  if (!ActiveHere()) return real(condition);
  explorer::internal::NotifyAll(condition, CALLER);
  return 0;
}

// A new one, also where one was destroyed: its bytes are written.
int INTERPOSED(pthread_cond_init)(
    pthread_cond_t* condition, const pthread_condattr_t* attributes) noexcept {
  REAL(pthread_cond_init);
  if (ActiveHere()) {
    explorer::internal::Write(condition, sizeof(*condition), CALLER);
  }
  return real(condition, attributes);
}

// std::condition_variable::condition_variable(), which lies in the C++ library
// and calls nothing.
void _ZNSt18condition_variableC1Ev(pthread_cond_t* condition) noexcept;
void INTERPOSED(_ZNSt18condition_variableC1Ev)(
    pthread_cond_t* condition) noexcept {
  REAL(_ZNSt18condition_variableC1Ev);
  if (ActiveHere()) {
    explorer::internal::Write(condition, sizeof(*condition), CALLER);
  }
  real(condition);
}

int INTERPOSED(pthread_cond_destroy)(pthread_cond_t* condition) noexcept {
  REAL(pthread_cond_destroy);
  if (ActiveHere()) explorer::internal::ConditionDestroyed(condition, CALLER);
  return real(condition);
}

}  // extern "C"
