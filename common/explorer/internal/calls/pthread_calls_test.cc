// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is: what the C++ library's and the system's ways
// to wait become.

// In release builds, too.
#undef NDEBUG
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "common/explorer/internal/calls/testing/recording_hooks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// ---- Threads

TEST(PthreadCallsTest, ThreadsAreCreatedAndJoined) {
  int value = 0;
  Name(&value, "value");
  EXPECT_THAT(Record([&] {
                std::thread thread([&] { value = 1; });
                thread.join();
              }),
              ElementsAre("create T1", "T1 write value 4", "join T1"));
}

TEST(PthreadCallsTest, ThreadsAreDetached) {
  EXPECT_THAT(Record([] { std::thread([] {}).detach(); }),
              ElementsAre("create T1", "detach T1"));
}

TEST(PthreadCallsTest, ThreadsHaveDifferentNumbers) {
  std::vector<std::thread::id> ids;
  std::thread::id of_object;
  Record([&] {
    ids.push_back(std::this_thread::get_id());
    std::thread thread([&] { ids.push_back(std::this_thread::get_id()); });
    of_object = thread.get_id();
    thread.join();
  });
  ASSERT_EQ(ids.size(), 2);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_NE(ids[0], std::thread::id());
  EXPECT_EQ(ids[1], of_object);
}

void* Twice(void* argument) {
  *static_cast<int*>(argument) *= 2;
  return argument;
}

TEST(PthreadCallsTest, AJoinReturnsWhatTheThreadDid) {
  int value = 4;
  void* result = nullptr;
  Record([&] {
    pthread_t thread;
    pthread_create(&thread, nullptr, Twice, &value);
    pthread_join(thread, &result);
  });
  EXPECT_EQ(result, &value);
  EXPECT_EQ(value, 8);
}

TEST(PthreadCallsTest, AThreadMayBeCreatedDetached) {
  int value = 4;
  EXPECT_THAT(Record([&] {
                pthread_attr_t attributes;
                pthread_attr_init(&attributes);
                pthread_attr_setdetachstate(&attributes,
                                            PTHREAD_CREATE_DETACHED);
                pthread_t thread;
                pthread_create(&thread, &attributes, Twice, &value);
                pthread_attr_destroy(&attributes);
              }),
              ElementsAre("create T1", "detach T1"));
}

TEST(PthreadCallsTest, ThreadsYieldAndExit) {
  EXPECT_THAT(Record([] {
                std::this_thread::yield();
                pthread_exit(nullptr);
              }),
              ElementsAre("yield", "exit thread"));
}

// As a test's watchdog does.
TEST(PthreadCallsTest, OtherThreadsOfTheProcessAreLeftAlone) {
  std::atomic<bool> recording = false;
  std::atomic<bool> done = false;
  int value = 0;
  std::thread::id inside;
  std::thread::id outside;
  std::thread other([&] {
    while (!recording) std::this_thread::yield();
    value = 1;
    std::mutex mutex;
    { const std::lock_guard<std::mutex> lock(mutex); }
    inside = std::this_thread::get_id();
    done = true;
    while (recording) std::this_thread::yield();
    outside = std::this_thread::get_id();
  });
  Name(&value, "value");
  const std::vector<std::string> lines = Record([&] {
    recording = true;
    while (!done) {
    }
  });
  recording = false;
  other.join();
  EXPECT_THAT(lines, IsEmpty());
  EXPECT_EQ(inside, outside);
}

// ---- Mutexes

TEST(PthreadCallsTest, StdMutexesLockAndUnlock) {
  std::mutex mutex;
  int count = 0;
  Name(&mutex, "mutex");
  Name(&count, "count");
  EXPECT_THAT(Record([&] {
                std::unique_lock<std::mutex> lock(mutex);
                ++count;
                lock.unlock();
                if (lock.try_lock()) ++count;
              }),
              ElementsAre("lock mutex", "read count 4", "write count 4",
                          "unlock mutex", "try lock mutex", "read count 4",
                          "write count 4", "unlock mutex"));
}

TEST(PthreadCallsTest, RecursiveMutexesAreToldFromOthers) {
  std::recursive_mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(
      Record([&] {
        const std::lock_guard<std::recursive_mutex> lock(mutex);
        if (mutex.try_lock()) mutex.unlock();
      }),
      ElementsAre("lock recursively mutex", "try lock recursively mutex",
                  "unlock mutex", "unlock mutex"));
}

TEST(PthreadCallsTest, MutexesThatCheckErrorsReturnThem) {
  std::vector<int> results;
  EXPECT_THAT(Record([&] {
                pthread_mutexattr_t attributes;
                pthread_mutexattr_init(&attributes);
                pthread_mutexattr_settype(&attributes,
                                          PTHREAD_MUTEX_ERRORCHECK);
                pthread_mutex_t mutex;
                pthread_mutex_init(&mutex, &attributes);
                results.push_back(pthread_mutex_unlock(&mutex));
                results.push_back(pthread_mutex_lock(&mutex));
                results.push_back(pthread_mutex_lock(&mutex));
                results.push_back(pthread_mutex_unlock(&mutex));
                pthread_mutex_destroy(&mutex);
              }),
              ElementsAre("lock other", "unlock other", "destroyed other"));
  EXPECT_THAT(results, ElementsAre(EPERM, 0, EDEADLK, 0));
}

TEST(PthreadCallsTest, TimedMutexesMayTimeOut) {
  std::timed_mutex mutex;
  bool locked = false;
  const auto lock = [&] {
    locked = mutex.try_lock_for(std::chrono::milliseconds(3));
    if (locked) mutex.unlock();
  };
  Name(&mutex, "mutex");
  EXPECT_THAT(Record(lock), ElementsAre("lock within mutex", "unlock mutex"));
  EXPECT_TRUE(locked);
  TimeIsAlwaysOver();
  EXPECT_THAT(Record(lock),
              ElementsAre("lock within other", "time passes 3000000"));
  EXPECT_FALSE(locked);
}

TEST(PthreadCallsTest, SharedMutexesHaveReaders) {
  std::shared_mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(
      Record([&] {
        { const std::shared_lock<std::shared_mutex> lock(mutex); }
        { const std::unique_lock<std::shared_mutex> lock(mutex); }
        if (mutex.try_lock_shared()) mutex.unlock_shared();
        if (mutex.try_lock()) mutex.unlock();
      }),
      ElementsAre("lock shared mutex", "unlock any mutex", "lock mutex",
                  "unlock any mutex", "try lock shared mutex",
                  "unlock any mutex", "try lock mutex", "unlock any mutex"));
}

// ---- Condition variables

TEST(PthreadCallsTest, ConditionVariablesWaitAndNotify) {
  std::mutex mutex;
  std::condition_variable changed;
  Name(&mutex, "mutex");
  Name(&changed, "changed");
  EXPECT_THAT(
      Record([&] {
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock);
        changed.notify_one();
        changed.notify_all();
      }),
      ElementsAre("lock mutex", "wait changed", "  with mutex",
                  "notify one changed", "notify all changed", "unlock mutex"));
}

// The C++ library looks at the clock after a time-out, and at the predicate.
TEST(PthreadCallsTest, ATimedWaitForAPredicateEnds) {
  std::mutex mutex;
  std::condition_variable changed;
  bool result = true;
  Name(&changed, "changed");
  TimeIsAlwaysOver();
  EXPECT_THAT(Record([&] {
                std::unique_lock<std::mutex> lock(mutex);
                result = changed.wait_for(lock, std::chrono::seconds(1),
                                          [] { return false; });
              }),
              ElementsAre("lock other", "wait within changed", "  with other",
                          "time passes 1000000000", "unlock other"));
  EXPECT_FALSE(result);
}

TEST(PthreadCallsTest, TheEndOfAConditionVariableIsSeen) {
  EXPECT_THAT(Record([] {
                pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
                pthread_cond_destroy(&condition);
              }),
              ElementsAre("destroyed other"));
}

// ---- Once

TEST(PthreadCallsTest, CallOnceLeavesAFailureToTheNext) {
  try {  // the first exception of a process makes something once, too
    throw 1;
  } catch (int) {
  }
  std::once_flag once;
  int calls = 0;
  Name(&once, "once");
  EXPECT_THAT(
      Record([&] {
        for (int i = 0; i < 3; ++i) {
          try {
            std::call_once(once, [&] {
              if (++calls == 1) throw std::runtime_error("not yet");
            });
          } catch (const std::runtime_error&) {
          }
        }
      }),
      ElementsAre("load once 4 seq_cst", "lock once", "unlock once",
                  "load once 4 seq_cst", "lock once", "store once 4 seq_cst",
                  "unlock once", "load once 4 seq_cst"));
  EXPECT_EQ(calls, 2);
  std::call_once(once, [&] { ++calls; });
  EXPECT_EQ(calls, 2);
}

struct Initialised {
  explicit Initialised(int* calls) {
    if (++*calls == 1) throw std::runtime_error("not yet");
  }
};

TEST(PthreadCallsTest, StaticVariablesOfFunctionsAreInitialisedUnderALock) {
  int calls = 0;
  EXPECT_THAT(
      Record([&] {
        for (int i = 0; i < 3; ++i) {
          try {
            static const Initialised once(&calls);
          } catch (const std::runtime_error&) {
          }
        }
      }),
      ElementsAre("lock other", "unlock other", "lock other", "unlock other"));
  EXPECT_EQ(calls, 2);
}

// ---- Semaphores, barriers, futexes

TEST(PthreadCallsTest, SemaphoresCount) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  Name(&semaphore, "semaphore");
  std::vector<int> results;
  EXPECT_THAT(
      Record([&] {
        results.push_back(sem_trywait(&semaphore));
        results.push_back(sem_post(&semaphore));
        results.push_back(sem_wait(&semaphore));
        const timespec past = {};
        results.push_back(sem_timedwait(&semaphore, &past));
        sem_wait(&semaphore);
      }),
      ElementsAre("lock semaphore", "unlock semaphore", "lock semaphore",
                  "unlock semaphore", "lock when semaphore", "unlock semaphore",
                  "lock when within semaphore", "unlock semaphore",
                  "lock when semaphore", "deadlock"));
  EXPECT_THAT(results, ElementsAre(-1, 0, 0, -1));
  sem_destroy(&semaphore);
}

TEST(PthreadCallsTest, TheLastAtABarrierWakesTheRest) {
  int result = 0;
  EXPECT_THAT(Record([&] {
                pthread_barrier_t barrier;
                pthread_barrier_init(&barrier, nullptr, 1);
                result = pthread_barrier_wait(&barrier);
                pthread_barrier_destroy(&barrier);
              }),
              ElementsAre("lock other", "notify all other", "unlock other",
                          "destroyed other"));
  EXPECT_EQ(result, PTHREAD_BARRIER_SERIAL_THREAD);
}

TEST(PthreadCallsTest, AtomicsThatNotifyWakeTheirWaiters) {
  std::atomic<int> atomic = 0;
  Name(&atomic, "atomic");
  const std::vector<std::string> lines = Record([&] {
    std::thread other([&] {
      atomic = 1;
      atomic.notify_all();
    });
    atomic.wait(0);
    other.join();
  });
  EXPECT_THAT(lines, Contains("T1 store atomic 4 seq_cst"));
  EXPECT_THAT(lines, Contains("load atomic 4 seq_cst"));
}

TEST(PthreadCallsTest, FuturesWork) {
  int value = 0;
  Record([&] {
    std::promise<int> promise;
    std::thread other([&] { promise.set_value(5); });
    value = promise.get_future().get();
    other.join();
  });
  EXPECT_EQ(value, 5);
}

// ---- Time

TEST(PthreadCallsTest, TimePassesBySleepingAlone) {
  std::chrono::nanoseconds steady{};
  std::chrono::nanoseconds system{};
  EXPECT_THAT(Record([&] {
                const auto steady_begin = std::chrono::steady_clock::now();
                const auto system_begin = std::chrono::system_clock::now();
                std::this_thread::sleep_for(std::chrono::hours(1));
                usleep(1'000'001);
                sleep(2);
                steady = std::chrono::steady_clock::now() - steady_begin;
                system = std::chrono::system_clock::now() - system_begin;
              }),
              ElementsAre("sleep 3600000000000", "sleep 1000001000",
                          "sleep 2000000000"));
  EXPECT_EQ(steady, std::chrono::nanoseconds(3'603'000'001'000));
  EXPECT_EQ(system, steady);
}

// ---- Ends

TEST(PthreadCallsTest, AnAbortIsAFinding) {
  EXPECT_THAT(Record([] { std::abort(); }),
              ElementsAre("fail: abort() was called"));
}

TEST(PthreadCallsTest, AFailedAssertionIsAFinding) {
  int zero = 0;
  EXPECT_THAT(Record([&] { assert(zero > 0); }),
              ElementsAre(StartsWith("fail: assertion failed: zero > 0, in ")));
}

[[gnu::noinline]] void Throw() { throw std::runtime_error("no more"); }

void DoesNotThrow() noexcept { Throw(); }

TEST(PthreadCallsTest, AnUncaughtExceptionIsAFinding) {
  EXPECT_THAT(Record([] { DoesNotThrow(); }),
              ElementsAre("fail: uncaught exception: no more"));
}

}  // namespace
}  // namespace explorer::internal
