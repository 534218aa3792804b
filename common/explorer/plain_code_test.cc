// SPDX-License-Identifier: Apache-2.0
//
// Plain C++ is explored as it is: what Abseil and the standard library have for
// threads, and containers, strings and streams beside it.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

void Both(const std::function<void()>& a, const std::function<void()>& b) {
  std::thread first(a);
  std::thread second(b);
  first.join();
  second.join();
}

TEST(PlainCodeTest, AwaitAndConditions) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    int items = 0;
    const auto some = [&items] { return items > 0; };
    Both(
        [&] {
          absl::MutexLock lock(&mutex);
          mutex.Await(absl::Condition(&some));
          --items;
        },
        [&] {
          absl::MutexLock lock(&mutex);
          ++items;
        });
    EXPECT_EQ(items, 0);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, LockWhenWaitsForItsCondition) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    bool ready = false;
    int seen = 0;
    Both(
        [&] {
          absl::MutexLock lock(&mutex, absl::Condition(&ready));
          seen = 1;
        },
        [&] {
          absl::MutexLock lock(&mutex);
          ready = true;
        });
    EXPECT_EQ(seen, 1);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, AConditionMayAssertThatItsMutexIsHeld) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    bool ready = false;
    std::thread other([&] {
      absl::MutexLock lock(&mutex);
      ready = true;
    });
    const auto is_ready = [&] {
      mutex.AssertHeld();
      mutex.AssertReaderHeld();
      return ready;
    };
    {
      absl::MutexLock lock(&mutex, absl::Condition(&is_ready));
      mutex.Await(absl::Condition(&is_ready));
      mutex.AssertHeld();
      EXPECT_TRUE(ready);
    }
    other.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, AnAssertionThatAMutexIsHeldIsStillChecked) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    const auto always = [] { return true; };
    mutex.LockWhen(absl::Condition(&always));
    mutex.Unlock();
    mutex.AssertHeld();
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kFailedAssertion) << result;
}

TEST(PlainCodeTest, AConditionThatNeverHoldsIsAMissedWakeup) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    bool ready = false;
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&ready));
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kMissedWakeup) << result;
}

TEST(PlainCodeTest, ATimeoutIsAChoiceNotAWait) {
  std::set<bool> outcomes;
  const absl::Time begin = absl::Now();
  const Result result = Explore([&outcomes] {
    absl::Mutex mutex;
    bool ready = false;
    bool in_time = false;
    Both(
        [&] {
          absl::MutexLock lock(&mutex);
          in_time =
              mutex.AwaitWithTimeout(absl::Condition(&ready), absl::Hours(1));
        },
        [&] {
          absl::MutexLock lock(&mutex);
          ready = true;
        });
    outcomes.insert(in_time);
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_THAT(outcomes, UnorderedElementsAre(false, true));
  EXPECT_LT(absl::Now() - begin, absl::Hours(1));
}

// A block that is used again is known by its address: were it another's in the
// next execution, it would be taken for shared.
TEST(PlainCodeTest, MallocGivesTheSameAddressesInEachExecution) {
  void* blocks[2][3] = {};
  int different = 0;
  const Result result = Explore([&] {
    std::atomic<int> x(0);
    const auto work = [&](int thread) {
      char* const text = strdup("some text");
      char* const longer = static_cast<char*>(std::realloc(text, 100));
      EXPECT_STREQ(longer, "some text");
      int* const zeros = static_cast<int*>(std::calloc(10, sizeof(int)));
      EXPECT_EQ(zeros[9], 0);
      zeros[9] = 1;
      void* const now[] = {std::malloc(24), longer, zeros};
      x.fetch_add(1);
      for (int i = 0; i < 3; ++i) {
        void*& before = blocks[thread][i];
        if (before != nullptr && before != now[i]) ++different;
        before = now[i];
        std::free(now[i]);
      }
    };
    Both([&] { work(0); }, [&] { work(1); });
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
  EXPECT_EQ(different, 0);
}

TEST(PlainCodeTest, ASecondFreeIsAFinding) {
  const Result result = Explore([] {
    void* volatile block = std::malloc(1);
    std::free(block);
    std::free(block);
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kFailedAssertion) << result;
}

TEST(PlainCodeTest, TextThatTwoThreadsShareIsARace) {
  char text[16] = "before";
  const Result result = Explore([&] {
    Both([&] { strcpy(text, "after"); },
         [&] { EXPECT_NE(strcmp(text, "never"), 0); });
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kDataRace) << result;
}

TEST(PlainCodeTest, ReadersAndWriters) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    int value = 0;
    Both(
        [&] {
          absl::ReaderMutexLock lock(&mutex);
          EXPECT_GE(value, 0);
        },
        [&] {
          absl::WriterMutexLock lock(&mutex);
          ++value;
        });
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, AReaderThatWritesRaces) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    int value = 0;
    const auto write_as_reader = [&] {
      absl::ReaderMutexLock lock(&mutex);
      ++value;
    };
    Both(write_as_reader, write_as_reader);
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kDataRace) << result;
}

TEST(PlainCodeTest, TryLock) {
  std::set<bool> outcomes;
  const Result result = Explore([&outcomes] {
    absl::Mutex mutex;
    bool got_it = false;
    Both(
        [&] {
          if (mutex.TryLock()) {
            got_it = true;
            mutex.Unlock();
          }
        },
        [&] { absl::MutexLock lock(&mutex); });
    outcomes.insert(got_it);
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_THAT(outcomes, UnorderedElementsAre(false, true));
}

TEST(PlainCodeTest, NotificationAndBlockingCounter) {
  const Result result = Explore([] {
    absl::Notification start;
    absl::BlockingCounter done(2);
    int data = 0;
    int results[2] = {};
    std::thread a([&] {
      start.WaitForNotification();
      results[0] = data;
      done.DecrementCount();
    });
    std::thread b([&] {
      start.WaitForNotification();
      results[1] = data;
      done.DecrementCount();
    });
    data = 7;
    start.Notify();
    done.Wait();
    EXPECT_EQ(results[0] + results[1], 14);
    a.join();
    b.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, ANotificationThatIsPolledPublishes) {
  const Result result = Explore([] {
    absl::Notification ready;
    int data = 0;
    Both(
        [&] {
          data = 1;
          ready.Notify();
        },
        [&] {
          if (ready.HasBeenNotified()) {
            EXPECT_EQ(data, 1);
          }
        });
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, ABarrierKeepsPhasesApart) {
  const Result result = Explore([] {
    auto* barrier = new absl::Barrier(2);
    int values[2] = {};
    int sums[2] = {};
    const auto run = [&](int me) {
      values[me] = 1;
      if (barrier->Block()) delete barrier;
      sums[me] = values[0] + values[1];
    };
    Both([&] { run(0); }, [&] { run(1); });
    EXPECT_EQ(sums[0] + sums[1], 4);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, StandardMutexesAndConditions) {
  const Result result = Explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<int> queue;
    Both(
        [&] {
          for (int i = 0; i < 2; ++i) {
            std::lock_guard<std::mutex> lock(mutex);
            queue.push_back(i);
            changed.notify_one();
          }
        },
        [&] {
          for (int i = 0; i < 2; ++i) {
            std::unique_lock<std::mutex> lock(mutex);
            changed.wait(lock, [&] { return !queue.empty(); });
            queue.erase(queue.begin());
          }
        });
    EXPECT_TRUE(queue.empty());
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, SharedRecursiveAndTimedMutexes) {
  const Result result = Explore([] {
    std::shared_mutex shared;
    std::recursive_mutex recursive;
    std::timed_mutex timed;
    int value = 0;
    int calls = 0;
    const auto use = [&] {
      {
        std::shared_lock<std::shared_mutex> lock(shared);
        EXPECT_GE(value, 0);
      }
      std::lock_guard<std::recursive_mutex> once(recursive);
      std::lock_guard<std::recursive_mutex> twice(recursive);
      ++calls;
      if (timed.try_lock_for(std::chrono::seconds(1))) timed.unlock();
    };
    Both(use, use);
    EXPECT_EQ(calls, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, AtomicsAreInOneOrder) {
  std::set<std::pair<int, int>> outcomes;
  const Result result = Explore([&outcomes] {
    std::atomic<int> x(0);
    std::atomic<int> y(0);
    int a = 0;
    int b = 0;
    Both(
        [&] {
          x.store(1);
          a = y.load();
        },
        [&] {
          y.store(1);
          b = x.load();
        });
    outcomes.insert({a, b});
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_THAT(outcomes,
              UnorderedElementsAre(std::make_pair(0, 1), std::make_pair(1, 0),
                                   std::make_pair(1, 1)));
}

TEST(PlainCodeTest, WhatRunsOnceRunsOnce) {
  const Result result = Explore([] {
    std::once_flag once;
    int calls = 0;
    const auto call = [&] { std::call_once(once, [&] { ++calls; }); };
    Both(call, call);
    EXPECT_EQ(calls, 1);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, FuturesAndPromises) {
  const Result result = Explore([] {
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    std::thread thread([&] { promise.set_value(42); });
    EXPECT_EQ(future.get(), 42);
    thread.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, ContainersOfOneThreadCostNoExecutions) {
  const Result result = Explore([] {
    std::vector<std::string> lines[2];
    const auto write = [&lines](int me) {
      std::map<int, std::string> numbers;
      for (int i = 0; i < 20; ++i) numbers[i] = std::to_string(i * me);
      std::ostringstream out;
      for (const auto& [number, text] : numbers) out << number << text;
      lines[me].push_back(out.str());
    };
    Both([&] { write(0); }, [&] { write(1); });
    EXPECT_EQ(lines[0].size() + lines[1].size(), 2u);
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 1u);
}

TEST(PlainCodeTest, ThreadLocalVariablesAreTheThreads) {
  static thread_local int local = 1;
  const Result result = Explore([] {
    const auto use = [] {
      EXPECT_EQ(local, 1);
      local = 2;
      EXPECT_EQ(local, 2);
    };
    Both(use, use);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, ExceptionsAreCaughtWhereTheyAreThrown) {
  const Result result = Explore([] {
    std::mutex mutex;
    int caught = 0;
    const auto run = [&] {
      try {
        throw 1;
      } catch (int number) {
        std::lock_guard<std::mutex> lock(mutex);
        caught += number;
      }
    };
    Both(run, run);
    EXPECT_EQ(caught, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, SleepsTakeNoTime) {
  const absl::Time begin = absl::Now();
  const Result result = Explore([] {
    const absl::Time before = absl::Now();
    absl::SleepFor(absl::Hours(1));
    std::this_thread::sleep_for(std::chrono::hours(1));
    EXPECT_GE(absl::Now() - before, absl::Hours(2));
  });
  EXPECT_FALSE(result.found()) << result;
  EXPECT_LT(absl::Now() - begin, absl::Hours(1));
}

TEST(PlainCodeTest, TimeNeverGoesBackFromThreadToThread) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    std::atomic<int64_t> shown(0);
    absl::SleepFor(absl::Seconds(5));
    absl::Time last = absl::Now();
    const auto look = [&] {
      absl::MutexLock lock(&mutex);
      absl::SleepFor(absl::Seconds(1));
      const absl::Time now = absl::Now();
      EXPECT_GT(now, last);
      last = now;
      shown.store(absl::ToUnixNanos(now));
    };
    std::thread atomics([&] {
      const int64_t before = shown.load();
      EXPECT_GE(absl::ToUnixNanos(absl::Now()), before);
    });
    Both(look, look);
    atomics.join();
    EXPECT_GT(absl::Now(), last);
  });
  EXPECT_FALSE(result.found()) << result;
}

TEST(PlainCodeTest, WhatIsMadeWhereAnotherWasDestroyedIsNew) {
  const Result result = Explore([] {
    for (int i = 0; i < 2; ++i) {
      const auto condition = std::make_unique<std::condition_variable>();
      condition->notify_all();
    }
    pthread_mutex_t mutex;
    pthread_rwlock_t shared;
    pthread_cond_t changed;
    sem_t semaphore;
    pthread_barrier_t barrier;
    for (int i = 0; i < 2; ++i) {
      pthread_mutex_init(&mutex, nullptr);
      pthread_rwlock_init(&shared, nullptr);
      pthread_cond_init(&changed, nullptr);
      sem_init(&semaphore, 0, 1);
      pthread_barrier_init(&barrier, nullptr, 1);
      pthread_mutex_lock(&mutex);
      pthread_rwlock_wrlock(&shared);
      pthread_cond_signal(&changed);
      sem_wait(&semaphore);
      pthread_barrier_wait(&barrier);
      pthread_rwlock_unlock(&shared);
      pthread_mutex_unlock(&mutex);
      pthread_mutex_destroy(&mutex);
      pthread_rwlock_destroy(&shared);
      pthread_cond_destroy(&changed);
      sem_destroy(&semaphore);
      pthread_barrier_destroy(&barrier);
    }
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, ReadersThatWaitForAConditionAreDeterministic) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    bool ready = false;
    const auto read = [&] {
      absl::ReaderMutexLock lock(&mutex, absl::Condition(&ready));
    };
    std::thread a(read);
    std::thread b(read);
    {
      absl::MutexLock lock(&mutex);
      ready = true;
    }
    a.join();
    b.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(PlainCodeTest, WhatTheBodyCollectsOutsideStays) {
  std::vector<int> sums;
  const Result result = Explore(
      [&sums] {
        int sum = 0;
        Both([&] { sum += 1; }, [&] { sum += 1; });
        sums.push_back(sum);
      },
      {.races_are_findings = false});
  EXPECT_EQ(result.executions(), 4u);
  EXPECT_THAT(std::set<int>(sums.begin(), sums.end()), ElementsAre(1, 2));
}

TEST(PlainCodeTest, TheSameCodeRunsForRealOutsideOfAnExploration) {
  absl::Mutex mutex;
  int count = 0;
  const auto increment = [&] {
    for (int i = 0; i < 1000; ++i) {
      absl::MutexLock lock(&mutex);
      ++count;
    }
  };
  Both(increment, increment);
  EXPECT_EQ(count, 2000);
}

}  // namespace
}  // namespace explorer
