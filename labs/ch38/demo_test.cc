// SPDX-License-Identifier: Apache-2.0
//
// Runs the demo as a student does, and looks for what each step promises to
// show in what it shows. How much luck takes is the machine's affair.

#include <string>
#include <vector>

#include "common/lab/testing/demo_under_test.h"
#include "common/process/find_executable.h"
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

// In builds and on systems without the explorer each exploration says so.
bool Explored(int step) {
  return Demo().Step(step).find("skipped: no explorer") == std::string::npos;
}

TEST(DemoTest, ElevenStepsShowCodeAndOutputAndSayWhatToNotice) {
  Demo().ExpectTidy(11, {"\n    ", "\n  | ", "\nNotice: "});
  for (int step = 1; step <= 11; ++step) {
    EXPECT_THAT(Demo().Step(step), Not(HasSubstr("FAILED")));
  }
}

TEST(DemoTest, Step1CountsWhatLuckHasLost) {
  EXPECT_THAT(After("five sensors", Output(1)),
              HasPattern("^[0-9]+ +50000000 +[0-9]+ +10$"));
  EXPECT_THAT(After("two threads", Output(1)),
              HasPattern("^[0-9]+ +4000 +[0-9]+ +2000$"));
}

TEST(DemoTest, Step2LosesTheUpdateAsTheLectureDoes) {
  if (!Explored(2)) GTEST_SKIP() << "the explorer does not run here";
  const std::vector<std::string> output = Output(2);
  // The line of source, but under Wine, which has nothing that knows it.
  const std::string line =
      process::FindExecutable("addr2line").ok() ? " +plain_counter.h" : "$";
  EXPECT_THAT(After("   3", output), HasPattern("^> read v1: 0" + line));
  EXPECT_THAT(After("   4", output), HasPattern("^> read v1: 0" + line));
  EXPECT_EQ(After("   5", output), "write v1: 0 -> 1");
  EXPECT_THAT(After("   6", output), HasPattern("^> write v1: 1 -> 1" + line));
  EXPECT_THAT(output,
              IsSupersetOf({"schedules tried until it was found: 2",
                            "of all 4 schedules that differ, wrong: 2",
                            "of all 14400 schedules that differ, wrong: "
                            "14280"}));
}

TEST(DemoTest, Step3ProvesTheLock) {
  EXPECT_EQ(After("counted", Output(3)), "500000");
  if (!Explored(3)) GTEST_SKIP() << "the explorer does not run here";
  EXPECT_THAT(Output(3),
              IsSupersetOf({"proved: nothing goes wrong in any schedule",
                            "schedules tried: 2 (for about 6 that there are)",
                            "schedules tried: 120 (for about 113400 that "
                            "there are)"}));
}

TEST(DemoTest, Step4CountsExactlyWithoutALock) {
  EXPECT_EQ(After("atomic", Output(4)), "500000");
  EXPECT_EQ(After("sharded", Output(4)), "500000");
}

TEST(DemoTest, Step5AsksTheRealCPythonOrSaysThatThereIsNone) {
  EXPECT_THAT(Output(5),
              Contains(AnyOf(HasPattern("^  with a Lock +500000 of 500000, "
                                        "wrong in 0 of 3 runs"),
                             HasSubstr("skipped: no python3"))));
}

TEST(DemoTest, Step6ShowsTheErrorOrSaysThatThereIsNoClang) {
  EXPECT_THAT(Output(6),
              Contains(AnyOf(HasSubstr("error: writing variable 'count_'"),
                             StartsWith("skipped: no clang++"))));
}

TEST(DemoTest, Step7ShowsTheReportOrSaysThatThereIsNoTsan) {
  EXPECT_THAT(Output(7), Contains(AnyOf("WARNING: ThreadSanitizer: data race",
                                        StartsWith("skipped: no compiler"))));
}

TEST(DemoTest, Step8CountsTheContentionOfBothKindsOfLocking) {
  EXPECT_THAT(After("one lock for all disks", Output(8)),
              HasPattern("^[0-9.]+ ms +[0-9]+ times$"));
  EXPECT_THAT(After("a lock a disk", Output(8)),
              HasPattern("^[0-9.]+ ms +0 times$"));
}

TEST(DemoTest, Step9ShowsTornLimitsAndReadersThatPass) {
  EXPECT_THAT(After("as readers", Output(9)), HasPattern("^[0-9.]+ ms$"));
  if (!Explored(9)) GTEST_SKIP() << "the explorer does not run here";
  EXPECT_THAT(Output(9), Contains("Found: failed assertion"));
}

TEST(DemoTest, Step10DeadlocksAndStep11MissesTheWakeup) {
  if (!Explored(10)) GTEST_SKIP() << "the explorer does not run here";
  for (int step : {10, 11}) {
    EXPECT_THAT(Output(step),
                Contains("proved: nothing goes wrong in any schedule"));
  }
  EXPECT_THAT(Output(10), Contains("Found: deadlock"));
  EXPECT_THAT(Output(11), Contains("Found: missed wakeup"));
}

}  // namespace
