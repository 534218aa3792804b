// SPDX-License-Identifier: Apache-2.0

#include "common/testing/watchdog.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/base/optimization.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace testing_util {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(WatchdogDelayTest, NeitherVariableMeansNoWatchdog) {
  EXPECT_THAT(WatchdogDelay(nullptr, nullptr),
              IsOkAndHolds(absl::InfiniteDuration()));
}

TEST(WatchdogDelayTest, FiresATenthBeforeTheTestTimeout) {
  EXPECT_THAT(WatchdogDelay(nullptr, "300"), IsOkAndHolds(absl::Seconds(270)));
  EXPECT_THAT(WatchdogDelay(nullptr, "60"), IsOkAndHolds(absl::Seconds(54)));
}

TEST(WatchdogDelayTest, LeavesTwoSecondsForTheReport) {
  EXPECT_THAT(WatchdogDelay(nullptr, "19"), IsOkAndHolds(absl::Seconds(17)));
  EXPECT_THAT(WatchdogDelay(nullptr, "5"), IsOkAndHolds(absl::Seconds(3)));
}

TEST(WatchdogDelayTest, SharesAVeryShortTimeoutEqually) {
  EXPECT_THAT(WatchdogDelay(nullptr, "3"),
              IsOkAndHolds(absl::Milliseconds(1500)));
  EXPECT_THAT(WatchdogDelay(nullptr, "1"),
              IsOkAndHolds(absl::Milliseconds(500)));
}

TEST(WatchdogDelayTest, OwnVariableWinsOverTheTestTimeout) {
  EXPECT_THAT(WatchdogDelay("7", nullptr), IsOkAndHolds(absl::Seconds(7)));
  EXPECT_THAT(WatchdogDelay("7", "300"), IsOkAndHolds(absl::Seconds(7)));
}

TEST(WatchdogDelayTest, ZeroInOwnVariableMeansNoWatchdog) {
  EXPECT_THAT(WatchdogDelay("0", "300"),
              IsOkAndHolds(absl::InfiniteDuration()));
}

TEST(WatchdogDelayTest, BadValueIsAnErrorThatNamesVariableAndValue) {
  for (const char* bad : {"", "5m", "-1", "1.5", "99999999999"}) {
    EXPECT_THAT(WatchdogDelay(bad, "300"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("LAB_WATCHDOG_SECONDS"),
                               HasSubstr("\"" + std::string(bad) + "\""),
                               HasSubstr("whole number of seconds from 0"))));
  }
  for (const char* bad : {"", "5m", "-1", "0", "1.5", "99999999999"}) {
    EXPECT_THAT(WatchdogDelay(nullptr, bad),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("TEST_TIMEOUT"),
                               HasSubstr("\"" + std::string(bad) + "\""),
                               HasSubstr("whole number of seconds from 1"))));
  }
}

TEST(WatchdogTest, DestroyedInTimeNeverFires) {
  Watchdog in_time(absl::Hours(1));
  Watchdog never(absl::InfiniteDuration());
  // Were it to fire, this program would end without a word of success; were it
  // not called off, the destructor would wait for an hour.
  SUCCEED();
}

// ---- What a program that hangs leaves behind -------------------------------

MATCHER_P2(HasAtLeast, count, part,
           absl::StrCat("has \"", part, "\" ", count, " times or more")) {
  const std::vector<std::string> pieces = absl::StrSplit(arg, part);
  return static_cast<int>(pieces.size()) - 1 >= count;
}

void DeadlockTwoThreadsAndDump() {
  absl::BlockingCounter running(2);
  absl::Notification never;
  auto block_forever = [&] {
    running.DecrementCount();
    never.WaitForNotification();
    // A tail call would leave this function before it waits.
    ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
  };
  std::thread first(block_forever);
  std::thread second(block_forever);
  running.Wait();
  DumpAllThreadsAndAbort();
}

void BlockUntilWatchdogFires() {
  absl::Notification never;
  Watchdog watchdog(absl::Milliseconds(1));
  never.WaitForNotification();
}

TEST(WatchdogDeathTest, NamesTheRunningTestAndAborts) {
  EXPECT_DEATH(DumpAllThreadsAndAbort(),
               HasSubstr("watchdog: "
                         "WatchdogDeathTest.NamesTheRunningTestAndAborts is "
                         "running"));
}

TEST(WatchdogDeathTest, TellsWhereInTheProgramEveryThreadIs) {
  // The two, and the one that runs the test.
  EXPECT_DEATH(DeadlockTwoThreadsAndDump(),
               AllOf(HasAtLeast(3, "\nthread "), HasAtLeast(3, "  #0 "),
                     HasAtLeast(3, "(watchdog_test")));
}

TEST(WatchdogDeathTest, FiresWhenTheDelayHasPassed) {
  // The watchdog's own stack, and that of the thread which runs the test.
  EXPECT_DEATH(BlockUntilWatchdogFires(),
               AllOf(HasSubstr("watchdog: "
                               "WatchdogDeathTest.FiresWhenTheDelayHasPassed "
                               "is running"),
                     HasAtLeast(2, "  #0 ")));
}

}  // namespace
}  // namespace testing_util
