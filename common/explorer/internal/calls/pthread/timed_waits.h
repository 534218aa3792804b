// SPDX-License-Identifier: Apache-2.0
//
// Waits of pthread until a time, for all functions that have one. By whichever
// clock: they all show the same. The result is that of the function.
//
// Thread safety: called by the program's thread that runs; Active() only.
// Errors: ETIMEDOUT; of a mutex that checks for errors also EDEADLK. A
// semaphore's are in errno.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_TIMED_WAITS_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_TIMED_WAITS_H_

#include <pthread.h>
#include <semaphore.h>

#include <ctime>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

int LockUntil(pthread_mutex_t* mutex, const timespec& deadline, Pc pc);
int LockUntil(pthread_rwlock_t* mutex, Mode mode, const timespec& deadline,
              Pc pc);
int WaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
              const timespec& deadline, Pc pc);
int WaitUntil(sem_t* semaphore, const timespec& deadline, Pc pc);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_TIMED_WAITS_H_
