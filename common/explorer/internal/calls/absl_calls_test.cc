// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is: what Abseil's ways to wait become.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/explorer/internal/calls/testing/recording_hooks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;

TEST(AbslCallsTest, AGuardedIncrementIsLockReadWriteUnlock) {
  absl::Mutex mutex;
  int count = 0;
  Name(&mutex, "mutex");
  Name(&count, "count");
  EXPECT_THAT(Record([&] {
                const absl::MutexLock lock(&mutex);
                count += 1;
              }),
              ElementsAre("lock mutex", "read count 4", "write count 4",
                          "unlock mutex"));
}

TEST(AbslCallsTest, ReadersAndWritersAreTold) {
  absl::Mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&] {
                { const absl::ReaderMutexLock lock(&mutex); }
                { const absl::WriterMutexLock lock(&mutex); }
              }),
              ElementsAre("lock shared mutex", "unlock shared mutex",
                          "lock mutex", "unlock mutex"));
}

void TryBoth(absl::Mutex* mutex) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  if (mutex->TryLock()) mutex->Unlock();
  if (mutex->ReaderTryLock()) mutex->ReaderUnlock();
}

TEST(AbslCallsTest, ALockMayBeTried) {
  absl::Mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&] { TryBoth(&mutex); }),
              ElementsAre("try lock mutex", "unlock mutex",
                          "try lock shared mutex", "unlock shared mutex"));
  Name(&mutex, "mutex");
  TimeIsAlwaysOver();
  EXPECT_THAT(Record([&] { TryBoth(&mutex); }),
              ElementsAre("try lock mutex", "try lock shared mutex"));
}

TEST(AbslCallsTest, AReleasedLockIsUnlockedOnce) {
  absl::Mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&] {
                absl::ReleasableMutexLock lock(&mutex);
                lock.Release();
              }),
              ElementsAre("lock mutex", "unlock mutex"));
}

TEST(AbslCallsTest, ConditionsAreLookedAtByTheHooks) {
  absl::Mutex mutex;
  bool ready = true;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&] {
                const absl::Condition is_ready(&ready);
                { const absl::MutexLock lock(&mutex, is_ready); }
                { const absl::ReaderMutexLock lock(&mutex, is_ready); }
                const absl::MutexLock lock(&mutex);
                mutex.Await(is_ready);
              }),
              ElementsAre("lock when mutex", "unlock mutex",
                          "lock when shared mutex", "unlock shared mutex",
                          "lock mutex", "await mutex", "unlock mutex"));
  ready = false;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&] {
                const absl::MutexLock lock(&mutex, absl::Condition(&ready));
              }),
              ElementsAre("lock when mutex", "deadlock"));
}

TEST(AbslCallsTest, AConditionThatStaysFalseMakesTimePass) {
  absl::Mutex mutex;
  bool never = false;
  std::vector<bool> results;
  absl::Duration waited;
  Name(&mutex, "mutex");
  EXPECT_THAT(
      Record([&] {
        const absl::Time begin = absl::Now();
        const absl::Condition is_ready(&never);
        results.push_back(
            mutex.LockWhenWithTimeout(is_ready, absl::Seconds(2)));
        results.push_back(mutex.AwaitWithDeadline(
            is_ready, absl::Now() + absl::Milliseconds(5)));
        mutex.Unlock();
        waited = absl::Now() - begin;
      }),
      ElementsAre("lock when within mutex", "time passes 2000000000",
                  "await within mutex", "time passes 5000000", "unlock mutex"));
  EXPECT_THAT(results, ElementsAre(false, false));
  EXPECT_EQ(waited, absl::Milliseconds(2005));
}

TEST(AbslCallsTest, NoTimeoutIsNone) {
  absl::Mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
                if (mutex.LockWhenWithTimeout(absl::Condition::kTrue,
                                              absl::InfiniteDuration())) {
                  mutex.Unlock();
                }
              }),
              ElementsAre("lock when mutex", "unlock mutex"));
}

TEST(AbslCallsTest, AssertionsAreTheExplorers) {
  absl::Mutex mutex;
  Name(&mutex, "mutex");
  EXPECT_THAT(Record([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
                mutex.AssertHeld();
                mutex.AssertReaderHeld();
                mutex.AssertNotHeld();
                const absl::MutexLock lock(&mutex);
                mutex.AssertNotHeld();
              }),
              ElementsAre("assert held mutex", "assert held shared mutex",
                          "lock mutex", StartsWith("fail: absl::Mutex")));
}

TEST(AbslCallsTest, TheEndOfAMutexIsSeen) {
  std::optional<absl::Mutex> mutex;
  mutex.emplace();
  Name(&*mutex, "mutex");
  EXPECT_THAT(Record([&] { mutex.reset(); }), ElementsAre("destroyed mutex"));
}

TEST(AbslCallsTest, CondVarsWaitAndNotify) {
  absl::Mutex mutex;
  absl::CondVar changed;
  Name(&mutex, "mutex");
  Name(&changed, "changed");
  EXPECT_THAT(
      Record([&] {
        const absl::MutexLock lock(&mutex);
        changed.Wait(&mutex);
        changed.Signal();
        changed.SignalAll();
      }),
      ElementsAre("lock mutex", "wait changed", "  with mutex",
                  "notify one changed", "notify all changed", "unlock mutex"));
}

TEST(AbslCallsTest, ACondVarSaysWhetherTheTimeWasOver) {
  absl::Mutex mutex;
  absl::CondVar changed;
  bool is_over = true;
  const auto wait = [&] {
    const absl::MutexLock lock(&mutex);
    is_over = changed.WaitWithTimeout(&mutex, absl::Milliseconds(1));
  };
  Name(&changed, "changed");
  EXPECT_THAT(Record(wait), ElementsAre("lock other", "wait within changed",
                                        "  with other", "unlock other"));
  EXPECT_FALSE(is_over);
  TimeIsAlwaysOver();
  EXPECT_THAT(Record(wait), Contains("time passes 1000000"));
  EXPECT_TRUE(is_over);
}

TEST(AbslCallsTest, ANotificationIsAStoreThatWaitersLoad) {
  absl::Notification done;
  bool before = true;
  NameRange(&done, sizeof(absl::Mutex), "mutex");
  NameRange(reinterpret_cast<char*>(&done) + sizeof(absl::Mutex), 1, "done");
  EXPECT_THAT(
      Record([&] {
        before = done.HasBeenNotified();
        done.Notify();
        done.WaitForNotification();
        if (done.HasBeenNotified()) done.Notify();
      }),
      ElementsAre("load done 1 acquire", "lock mutex", "store done 1 release",
                  "unlock mutex", "load done 1 acquire", "load done 1 acquire",
                  "lock mutex", StartsWith("fail: absl::Notif")));
  EXPECT_FALSE(before);
}

TEST(AbslCallsTest, WaitingForANotificationIsLockWhen) {
  absl::Notification never;
  EXPECT_THAT(Record([&] { never.WaitForNotification(); }),
              ElementsAre("lock when other", "deadlock"));
  EXPECT_THAT(
      Record(
          [&] { never.WaitForNotificationWithTimeout(absl::Nanoseconds(7)); }),
      ElementsAre("lock when within other", "time passes 7", "unlock other"));
}

TEST(AbslCallsTest, ABlockingCounterCountsByReadWrites) {
  absl::BlockingCounter counter(2);
  NameRange(&counter, sizeof(absl::Mutex), "mutex");
  NameRange(reinterpret_cast<char*>(&counter) + sizeof(absl::Mutex), 4,
            "count");
  EXPECT_THAT(
      Record([&] {
        counter.DecrementCount();
        counter.DecrementCount();
        counter.Wait();
      }),
      ElementsAre("read-write count 4 acq_rel", "read-write count 4 acq_rel",
                  "lock mutex", "unlock mutex", "lock mutex", "await mutex",
                  "unlock mutex"));
}

TEST(AbslCallsTest, ABarrierAwaits) {
  absl::Barrier barrier(1);
  EXPECT_THAT(Record([&] { barrier.Block(); }),
              ElementsAre("lock other", "await other", "unlock other"));
}

TEST(AbslCallsTest, CallOnceIsAtomic) {
  absl::once_flag once;
  int calls = 0;
  Name(&once, "once");
  std::vector<std::string> lines = Record([&] {
    absl::call_once(once, [&] { ++calls; });
    absl::call_once(once, [&] { ++calls; });
  });
  EXPECT_EQ(calls, 1);
  std::erase(lines, "load once 4 relaxed");  // a check of debug builds
  EXPECT_THAT(lines, ElementsAre(StartsWith("load once 4 acquire"),
                                 StartsWith("read-write once 4"),
                                 StartsWith("read-write once 4"),
                                 StartsWith("load once 4 acquire")));
}

TEST(AbslCallsTest, SleepsAndClocksAreVirtual) {
  absl::Duration slept;
  EXPECT_THAT(Record([&] {
                const absl::Time begin = absl::Now();
                absl::SleepFor(absl::Hours(1));
                slept = absl::Now() - begin;
              }),
              ElementsAre("sleep 3600000000000"));
  EXPECT_EQ(slept, absl::Hours(1));
}

}  // namespace
}  // namespace explorer::internal
