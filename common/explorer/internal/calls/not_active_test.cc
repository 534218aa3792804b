// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is, but nothing is explored: real threads meet.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr int kThreads = 4;
constexpr int kRounds = 1000;

template <typename Body>
void OnThreads(Body body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body);
  for (std::thread& thread : threads) thread.join();
}

TEST(NotActiveTest, AbslMutexesExclude) {
  absl::Mutex mutex;
  int count = 0;
  OnThreads([&] {
    for (int i = 0; i < kRounds; ++i) {
      const absl::MutexLock lock(&mutex);
      ++count;
    }
  });
  EXPECT_EQ(count, kThreads * kRounds);
}

TEST(NotActiveTest, AbslConditionsAreAwaited) {
  absl::Mutex mutex;
  absl::Barrier barrier(kThreads);
  absl::BlockingCounter done(kThreads);
  absl::Notification start;
  int turns = 0;
  std::thread starter([&] { start.Notify(); });
  OnThreads([&] {
    start.WaitForNotification();
    barrier.Block();
    {
      const absl::MutexLock lock(&mutex);
      ++turns;
      mutex.Await(absl::Condition(
          +[](int* turns) { return *turns >= kThreads; }, &turns));
    }
    done.DecrementCount();
  });
  done.Wait();
  starter.join();
  EXPECT_EQ(turns, kThreads);
}

TEST(NotActiveTest, AbslWaitsTimeOut) {
  absl::Mutex mutex;
  absl::CondVar never;
  const absl::MutexLock lock(&mutex);
  EXPECT_TRUE(never.WaitWithTimeout(&mutex, absl::Nanoseconds(1)));
  bool no = false;
  EXPECT_FALSE(
      mutex.AwaitWithTimeout(absl::Condition(&no), absl::Nanoseconds(1)));
}

TEST(NotActiveTest, CallOnceCallsOnce) {
  absl::once_flag absl_once;
  std::once_flag std_once;
  int absl_calls = 0;
  int std_calls = 0;
  OnThreads([&] {
    absl::call_once(absl_once, [&] { ++absl_calls; });
    std::call_once(std_once, [&] { ++std_calls; });
  });
  EXPECT_EQ(absl_calls, 1);
  EXPECT_EQ(std_calls, 1);
}

__extension__ using Int128 = __int128;
extern "C" Int128 __tsan_atomic128_fetch_add(volatile Int128*, Int128, int);

TEST(NotActiveTest, AtomicsAreAtomic) {
  std::atomic<int> count = 0;
  std::atomic<uint8_t> bits = 0;
  alignas(16) Int128 wide = 0;
  OnThreads([&] {
    for (int i = 0; i < kRounds; ++i) {
      count.fetch_add(1);
      bits ^= 1;
      __tsan_atomic128_fetch_add(&wide, Int128{1} << 70, __ATOMIC_SEQ_CST);
    }
  });
  EXPECT_EQ(count, kThreads * kRounds);
  EXPECT_EQ(bits, 0);
  EXPECT_TRUE(wide == Int128{kThreads * kRounds} << 70);
}

TEST(NotActiveTest, StdMutexesAndConditionVariablesWork) {
  std::mutex mutex;
  std::shared_mutex shared;
  std::condition_variable changed;
  std::latch all(kThreads);
  int count = 0;
  int turn = 0;
  OnThreads([&] {
    all.arrive_and_wait();
    { const std::shared_lock<std::shared_mutex> lock(shared); }
    {
      const std::unique_lock<std::shared_mutex> lock(shared);
      ++count;
    }
    std::unique_lock<std::mutex> lock(mutex);
    ++turn;
    changed.notify_all();
    changed.wait(lock, [&] { return turn == kThreads; });
  });
  EXPECT_EQ(count, kThreads);
  std::unique_lock<std::mutex> lock(mutex);
  EXPECT_FALSE(changed.wait_for(lock, std::chrono::nanoseconds(1),
                                [] { return false; }));
}

TEST(NotActiveTest, TimeIsReal) {
  const absl::Time begin = absl::Now();
  const auto steady = std::chrono::steady_clock::now();
  absl::SleepFor(absl::Nanoseconds(1));
  std::this_thread::sleep_for(std::chrono::nanoseconds(1));
  EXPECT_GT(std::chrono::steady_clock::now(), steady);
  EXPECT_GT(begin, absl::FromCivil(absl::CivilYear(2021), absl::UTCTimeZone()));
}

int StaticOfFunction(int value) {
  static const int first = value;
  return first;
}

TEST(NotActiveTest, StaticVariablesAreInitialisedOnce) {
  std::atomic<int> others = 0;
  std::atomic<int> value = 1;
  OnThreads([&] {
    if (StaticOfFunction(value++) != StaticOfFunction(0)) ++others;
  });
  EXPECT_EQ(others, 0);
}

}  // namespace
}  // namespace explorer::internal
