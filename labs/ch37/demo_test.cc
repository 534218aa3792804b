// SPDX-License-Identifier: Apache-2.0
//
// Runs the demo as a student does, and looks for what each step promises to
// show in what it shows. How much faster something was is the machine's affair.

#include <string>
#include <vector>

#include "common/lab/testing/demo_under_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

using ::lab::After;
using ::lab::Demo;
using ::lab::HasPattern;
using ::lab::Output;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

// Three speed-ups with their times: without a lock, and under both.
auto ThreeSpeedUps() { return HasPattern("( +[0-9.]+x +[0-9.]+ m?s){3}$"); }

TEST(DemoTest, EightStepsShowOutputAndSayWhatToNotice) {
  Demo().ExpectTidy(8, {"\n    ", "\n  | ", "\nNotice: "});
}

TEST(DemoTest, Step1FactorisesUnderThreeLocks) {
  EXPECT_THAT(Output(1), Contains(ThreeSpeedUps()));
  EXPECT_EQ(After("factors of 2139079:", Output(1)), "1 101 21179 2139079");
}

TEST(DemoTest, Step2CountsHowOftenEachLockChangesHands) {
  EXPECT_THAT(After("a thread keeps it for (median)", Output(2)),
              HasPattern("^[0-9.]+ ms +[0-9.]+ ms$"));
  EXPECT_THAT(After("it changes hands each second", Output(2)),
              HasPattern("^[1-9][0-9]* +[1-9][0-9]*$"));
  EXPECT_THAT(After("woken in vain, in all", Output(2)),
              HasPattern("^[0-9]+ +-$"));
}

TEST(DemoTest, Step3SelectsUnderThreeLocks) {
  EXPECT_THAT(Output(3), Contains(ThreeSpeedUps()));
}

TEST(DemoTest, Steps4And5TellHowMuchOfWritingNeedsNoLock) {
  for (int step : {4, 5}) {
    EXPECT_THAT(Output(step), Contains(ThreeSpeedUps()));
    EXPECT_THAT(After("of writing the files, spent in calls that need no lock:",
                      Output(step)),
                HasPattern("^[0-9]+ %$"));
  }
  EXPECT_THAT(Output(5), Contains(StartsWith("5 large writes")));
}

TEST(DemoTest, Step6ShowsTheSleeperBlockedAndWaiting) {
  EXPECT_THAT(After("new GIL, one computes", Output(6)),
              HasPattern("^[0-9.]+ ms$"));
  EXPECT_THAT(Output(6), Contains(StartsWith("spinner |")));
  EXPECT_THAT(Output(6), Contains(StartsWith("sleeper |")));
}

TEST(DemoTest, Step7DrawsTheSamePicturesEverywhere) {
  EXPECT_THAT(
      Output(7),
      IsSupersetOf(
          {"thread 1 |####################################################"
           "############",
           "thread 1 |###########...........##########...........###########",
           "thread 2 |...........###########..........###########...........#"
           "#########",
           "thread 1 |#...#####...###...##...................###..######...##."
           "..######"}));
}

TEST(DemoTest, Step8AsksTheRealCPythonOrSaysThatThereIsNone) {
  EXPECT_THAT(Output(8), Contains(AnyOf(StartsWith("CPython "),
                                        HasSubstr("skipped: no python3"))));
  EXPECT_THAT(Demo().Step(8), Not(HasSubstr("FAILED")));
}

}  // namespace
