// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/contention_log.h"

#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/bench.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

// Another thread wants the lock while this one holds it for so long.
absl::Status Contend(absl::Mutex& mutex, absl::Duration time) {
  mutex.Lock();
  std::thread other([&] { absl::MutexLock lock(&mutex); });
  absl::SleepFor(time);
  mutex.Unlock();
  other.join();
  return absl::OkStatus();
}

TEST(ContentionLogTest, WhatDidNotRunIsNotTold) {
  ContentionLog log;
  log.Recorded("4 threads", "locked", 1, [] { return absl::OkStatus(); });
  EXPECT_THAT(log.Paragraphs(), IsEmpty());
}

TEST(ContentionLogTest, WaysAreToldInTheirOrderWhicheverRanFirst) {
  ContentionLog log;
  absl::Mutex mutex;
  const auto lock_once = [&] {
    absl::MutexLock lock(&mutex);
    return absl::OkStatus();
  };
  const lab::Way first = log.Recorded("1 thread", "once", 1, lock_once);
  const lab::Way second = log.Recorded("1 thread", "again", 1, lock_once);
  const lab::Way third = log.Recorded("2 threads", "once", 1, lock_once);
  EXPECT_EQ(first.name, "once");
  EXPECT_OK(third.run());
  EXPECT_OK(second.run());
  EXPECT_OK(first.run());
  EXPECT_THAT(log.Paragraphs(),
              ElementsAre(HasSubstr("put to sleep"),
                          "1 thread: once 0 of 1; again 0 of 1",
                          "2 threads: once 0 of 1"));
}

// Longer and longer, until the other thread was asleep by the time it was let
// in.
TEST(ContentionLogTest, ContentionIsToldWithItsShare) {
  absl::Duration time = absl::Milliseconds(1);
  for (;; time *= 2) {
    ContentionLog log;
    absl::Mutex mutex;
    const lab::Way way = log.Recorded("2 threads", "locked", 2,
                                      [&] { return Contend(mutex, time); });
    EXPECT_OK(way.run());
    if (log.Paragraphs()[1] == "2 threads: locked 0 of 2") continue;
    EXPECT_EQ(log.Paragraphs()[1], "2 threads: locked 1 of 2 (50 %)");
    break;
  }
}

TEST(ContentionLogTest, LocksAreToldOneByOne) {
  absl::Duration time = absl::Milliseconds(1);
  for (;; time *= 2) {
    ContentionLog log;
    absl::Mutex one;
    absl::Mutex other;
    const lab::Way way = log.Recorded("2 threads", "locked", 8, [&] {
      absl::Status status = Contend(one, time);
      status.Update(Contend(other, time));
      return status;
    });
    EXPECT_OK(way.run());
    if (log.Paragraphs()[1].find("2 of 8") == std::string::npos) continue;
    EXPECT_EQ(log.Paragraphs()[1],
              "2 threads: locked 2 of 8 (25 %), by lock 1 + 1");
    break;
  }
}

TEST(ContentionLogTest, TheErrorOfARunIsHandedOn) {
  ContentionLog log;
  const lab::Way bad = log.Recorded("1 thread", "wrong", 1,
                                    [] { return absl::DataLossError("lost"); });
  EXPECT_THAT(bad.run(), StatusIs(absl::StatusCode::kDataLoss, "lost"));
}

}  // namespace
}  // namespace ch38
