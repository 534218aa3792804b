// SPDX-License-Identifier: Apache-2.0
//
// What pthread's types hold, where pthread has no function that tells. It is
// part of its ABI, as initialisers are compiled into programs.
//
// Thread safety: that of the objects. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_PTHREAD_LAYOUT_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_PTHREAD_LAYOUT_H_

#include <pthread.h>

namespace explorer::internal {

// The type that pthread_mutex_init() or an initialiser gave it, such as
// PTHREAD_MUTEX_RECURSIVE.
int TypeOf(const pthread_mutex_t* mutex);

// The value of one whose routine has run.
extern const pthread_once_t kOnceDone;

// No handle of a real thread is from here to here + kMaxThreads. Not 0, which
// stands for no thread in std::thread::id.
extern const pthread_t kFirstHandle;

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_PTHREAD_LAYOUT_H_
