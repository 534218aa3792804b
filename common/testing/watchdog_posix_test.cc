// SPDX-License-Identifier: Apache-2.0
//
// What the watchdog's report says on Linux, where function names are known.

#include <pthread.h>
#include <signal.h>

#include <mutex>
#include <thread>

#include "absl/base/attributes.h"
#include "absl/base/optimization.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/testing/watchdog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace testing_util {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
// How a complete report ends; a sanitizer that finds fault with it exits.
using ::testing::KilledBySignal;

// The functions below must be on the stack under their own names: neither
// inlined into their caller nor left by a tail call.

ABSL_ATTRIBUTE_NOINLINE void FirstBlockedForever(absl::BlockingCounter* running,
                                                 absl::Notification* never) {
  running->DecrementCount();
  never->WaitForNotification();
  ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
}

ABSL_ATTRIBUTE_NOINLINE void SecondBlockedForever(
    absl::BlockingCounter* running, absl::Notification* never) {
  running->DecrementCount();
  never->WaitForNotification();
  ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
}

ABSL_ATTRIBUTE_NOINLINE void DeadlockTwoThreadsAndDump() {
  absl::BlockingCounter running(2);
  absl::Notification never;
  std::thread first(FirstBlockedForever, &running, &never);
  std::thread second(SecondBlockedForever, &running, &never);
  running.Wait();
  DumpAllThreadsAndAbort();
}

TEST(WatchdogPosixDeathTest, ShowsTheFunctionsOfEveryThread) {
  EXPECT_EXIT(DeadlockTwoThreadsAndDump(), KilledBySignal(SIGABRT),
              AllOf(HasSubstr("FirstBlockedForever()"),
                    HasSubstr("SecondBlockedForever()"),
                    HasSubstr("DeadlockTwoThreadsAndDump()")));
}

ABSL_ATTRIBUTE_NOINLINE void LockForever(absl::BlockingCounter* running,
                                         std::mutex* mutex) {
  running->DecrementCount();
  mutex->lock();
  ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
}

void BlockInTheCLibraryAndDump() {
  absl::BlockingCounter running(1);
  std::mutex never_unlocked;
  never_unlocked.lock();
  std::thread locker(LockForever, &running, &never_unlocked);
  running.Wait();
  DumpAllThreadsAndAbort();
}

TEST(WatchdogPosixDeathTest, ShowsWhoCalledIntoTheCLibrary) {
  EXPECT_EXIT(BlockInTheCLibraryAndDump(), KilledBySignal(SIGABRT),
              HasSubstr("LockForever()"));
}

ABSL_ATTRIBUTE_NOINLINE void BlockedUntilWatchdogFires() {
  absl::Notification never;
  Watchdog watchdog(absl::Milliseconds(1));
  never.WaitForNotification();
  ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
}

TEST(WatchdogPosixDeathTest, ShowsTheSameWhenTheDelayHasPassed) {
  EXPECT_EXIT(BlockedUntilWatchdogFires(), KilledBySignal(SIGABRT),
              HasSubstr("BlockedUntilWatchdogFires()"));
}

void NameAThreadAndDump() {
  absl::BlockingCounter named(1);
  absl::Notification never;
  std::thread philosopher([&] {
    pthread_setname_np(pthread_self(), "philosopher 3");
    named.DecrementCount();
    never.WaitForNotification();
  });
  named.Wait();
  DumpAllThreadsAndAbort();
}

TEST(WatchdogPosixDeathTest, ShowsTheNameOfAThread) {
  EXPECT_EXIT(NameAThreadAndDump(), KilledBySignal(SIGABRT),
              HasSubstr(" \"philosopher 3\":"));
}

ABSL_ATTRIBUTE_NOINLINE void BlockAllSignalsAndDump() {
  absl::BlockingCounter deaf(1);
  absl::Notification never;
  std::thread thread([&] {
    pthread_setname_np(pthread_self(), "deaf");
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    deaf.DecrementCount();
    never.WaitForNotification();
  });
  deaf.Wait();
  DumpAllThreadsAndAbort();
}

TEST(WatchdogPosixDeathTest, NamesAThreadThatDoesNotAnswer) {
  EXPECT_EXIT(
      BlockAllSignalsAndDump(), KilledBySignal(SIGABRT),
      AllOf(HasSubstr("\"deaf\": does not answer; it blocks the signal"),
            HasSubstr("BlockAllSignalsAndDump()")));
}

TEST(WatchdogPosixTest, LeavesTheSignalsOfTheProgramAlone) {
  sigset_t before, after;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  {
    Watchdog watchdog(absl::Hours(1));
    pthread_sigmask(SIG_SETMASK, nullptr, &after);
  }
  for (int signal_number = 1; signal_number <= SIGRTMAX; ++signal_number) {
    EXPECT_EQ(sigismember(&after, signal_number),
              sigismember(&before, signal_number))
        << "signal " << signal_number;
  }
}

}  // namespace
}  // namespace testing_util
