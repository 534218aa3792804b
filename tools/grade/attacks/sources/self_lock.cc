// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DEADLOCK
//
// Locks twice (11).

#include <pthread.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
  return numbers[0];
}

}  // namespace student
