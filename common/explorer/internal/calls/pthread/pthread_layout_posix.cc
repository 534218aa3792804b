// SPDX-License-Identifier: Apache-2.0
//
// Of glibc.

#include <pthread.h>

#include "common/explorer/internal/calls/pthread/pthread_layout.h"

namespace explorer::internal {

// The low two bits are the type in every version.
int TypeOf(const pthread_mutex_t* mutex) { return mutex->__data.__kind & 3; }

const pthread_once_t kOnceDone = 2;

// The real ones are addresses.
const pthread_t kFirstHandle = 1;

}  // namespace explorer::internal
