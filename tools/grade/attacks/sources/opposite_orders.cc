// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DEADLOCK
//
// Two threads, two locks, two orders (11).

#include <pthread.h>

#include <mutex>
#include <thread>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::mutex a, b;
  pthread_barrier_t both;
  pthread_barrier_init(&both, nullptr, 2);
  const auto lock = [&](std::mutex& first, std::mutex& second) {
    first.lock();
    pthread_barrier_wait(&both);
    second.lock();
  };
  std::thread one(lock, std::ref(a), std::ref(b));
  std::thread two(lock, std::ref(b), std::ref(a));
  one.join();
  two.join();
  return numbers[0];
}

}  // namespace student
