// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/contention.h"

#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

using ::testing::IsEmpty;

// Another thread wants `mutex` while this one holds it, for so long.
void Hold(absl::Mutex& mutex, absl::Duration time) {
  mutex.Lock();
  std::thread other([&] { absl::MutexLock lock(&mutex); });
  absl::SleepFor(time);
  mutex.Unlock();
  other.join();
}

// Whether the other thread has gone to sleep by the time it is let in can't be
// seen from outside; so longer and longer, until the hook says that it had.
Contention Contend(absl::Mutex& mutex) {
  for (absl::Duration time = absl::Milliseconds(1);; time *= 2) {
    ContentionRecorder recorder;
    Hold(mutex, time);
    const Contention contention = recorder.Stop();
    if (contention.total() > 0) return contention;
  }
}

TEST(ContentionTest, LocksThatNobodyQueuesForAreNotContended) {
  absl::Mutex mutex;
  ContentionRecorder recorder;
  for (int i = 0; i < 1000; ++i) absl::MutexLock lock(&mutex);
  const Contention contention = recorder.Stop();
  EXPECT_THAT(contention.times, IsEmpty());
  EXPECT_EQ(contention.total(), 0);
}

TEST(ContentionTest, AThreadThatWasPutToSleepIsCountedOnce) {
  absl::Mutex mutex;
  const Contention contention = Contend(mutex);
  ASSERT_EQ(contention.times.size(), 1u);
  EXPECT_EQ(contention.times[0], 1);
}

TEST(ContentionTest, EachLockIsCountedByItselfTheMostContendedFirst) {
  absl::Mutex seldom;
  absl::Mutex often;
  for (absl::Duration time = absl::Milliseconds(1);; time *= 2) {
    ContentionRecorder recorder;
    Hold(seldom, time);
    Hold(often, time);
    Hold(often, time);
    const Contention contention = recorder.Stop();
    if (contention.total() < 3) continue;
    ASSERT_EQ(contention.times.size(), 2u);
    EXPECT_EQ(contention.times[0], 2);
    EXPECT_EQ(contention.times[1], 1);
    break;
  }
}

TEST(ContentionTest, WhatCameBeforeIsNotCounted) {
  absl::Mutex mutex;
  Contend(mutex);
  ContentionRecorder recorder;
  EXPECT_THAT(recorder.Stop().times, IsEmpty());
}

TEST(ContentionDeathTest, ASecondRecorderIsRefused) {
  ContentionRecorder first;
  EXPECT_DEATH(ContentionRecorder(), "one at a time");
}

}  // namespace
}  // namespace ch38
