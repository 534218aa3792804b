// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/counters.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace ch38 {

int64_t ReplayLectureOrder(RacyCounter& counter) {
  counter.Increment(1, [&counter] {
    std::thread thread_b([&counter] { counter.Increment(1); });
    thread_b.join();
  });
  return counter.value();
}

int64_t ShardedCounter::value() const {
  int64_t sum = 0;
  for (const Shard& shard : shards_) {
    sum += shard.count.load(std::memory_order_relaxed);
  }
  return sum;
}

size_t ShardedCounter::ThisThreadsShard() {
  static std::atomic<size_t> threads_so_far = 0;
  thread_local const size_t shard =
      threads_so_far.fetch_add(1, std::memory_order_relaxed) % kShards;
  return shard;
}

}  // namespace ch38
