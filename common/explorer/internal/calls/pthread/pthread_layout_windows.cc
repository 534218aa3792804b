// SPDX-License-Identifier: Apache-2.0
//
// Of winpthreads, which MinGW comes with.

#include <pthread.h>

#include "common/explorer/internal/calls/pthread/pthread_layout.h"

namespace explorer::internal {
namespace {

// Where a mutex is after its first real use; until then it is one of the
// initialisers.
struct UsedMutex {
  int state;
  int type;
};

}  // namespace

int TypeOf(const pthread_mutex_t* mutex) {
  switch (*mutex) {
    case PTHREAD_MUTEX_INITIALIZER:
      return PTHREAD_MUTEX_NORMAL;
    case PTHREAD_RECURSIVE_MUTEX_INITIALIZER:
      return PTHREAD_MUTEX_RECURSIVE;
    case PTHREAD_ERRORCHECK_MUTEX_INITIALIZER:
      return PTHREAD_MUTEX_ERRORCHECK;
    default:
      return reinterpret_cast<const UsedMutex*>(*mutex)->type;
  }
}

const pthread_once_t kOnceDone = 1;

// The real ones are counted from 1.
const pthread_t kFirstHandle = pthread_t{1} << 62;

}  // namespace explorer::internal
