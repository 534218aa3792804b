// SPDX-License-Identifier: Apache-2.0
//
// Runs the demo as a student does, and looks for what each step promises to
// show in what it shows.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/lab/testing/demo_under_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

using ::lab::After;
using ::lab::Demo;
using ::lab::NumberAfter;
using ::lab::Output;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(DemoTest, TenStepsTellTheIdeaInBothLanguagesAndWhatToNotice) {
  Demo().ExpectTidy(10,
                    {"\nIn Python:\n", "\nIn C++:\n", "\n  | ", "\nNotice: "});
}

TEST(DemoTest, Step1TheEchoComesBack) {
  EXPECT_THAT(Output(1), testing::ElementsAre("Hello from the child!"));
}

TEST(DemoTest, Step2AWordOfTheShellIsNotFoundWithoutAShell) {
  const std::vector<std::string> output = Output(2);
  EXPECT_THAT(After("as a list:", output), StartsWith("NOT_FOUND: "));
  EXPECT_EQ(After("through the shell:", output), "exit code 3");
  EXPECT_EQ(After("exit is", output), "no program here");
}

TEST(DemoTest, Step3TheParentWorksWhileTheChildRuns) {
  const std::vector<std::string> output = Output(3);
  EXPECT_GE(NumberAfter("rounds while the child ran:", output), 1);
  EXPECT_EQ(After("the child ended with:", output), "exit code 0");
}

TEST(DemoTest, Step4SleepersSleepAndAMissingProgramOnlyLooksFast) {
  const std::vector<std::string> output = Output(4);
  for (const char* way :
       {"one after another", "three at once", "side by side"}) {
    EXPECT_THAT(After(way, output),
                HasSubstr("10 of 10 did it; the first: exit code 0"));
  }
  EXPECT_THAT(After("a missing program", output),
              AllOf(HasSubstr(" 0 of 10 did it; the first: exit code "),
                    Not(HasSubstr("exit code 0"))));
}

TEST(DemoTest, Step5NoMatchIsAnExitStatus) {
  const std::vector<std::string> output = Output(5);
  EXPECT_EQ(After("process:", output), "\"a process has its own\"");
  EXPECT_EQ(After("semaphore:", output), "0 bytes, exit code 1");
}

TEST(DemoTest, Step6OnlyListeningSocketsPass) {
  const std::vector<std::string> output = Output(6);
  EXPECT_EQ(std::count_if(output.begin(), output.end(),
                          [](const std::string& line) {
                            return absl::EndsWith(line, "LISTEN");
                          }),
            3);
  EXPECT_THAT(output, Each(Not(HasSubstr("ESTABLISHED"))));
}

TEST(DemoTest, Step6AnEndThatTheParentKeepsHoldsAChildUpUntilItIsClosed) {
  const std::vector<std::string> output = Output(6);
  EXPECT_EQ(After("list_sockets ends:", output), "exit code 0");
  EXPECT_EQ(After("find_lines, 0.3 s later:", output), "still runs");
  EXPECT_EQ(After("once our end is closed:  ", output), "exit code 0");
  EXPECT_EQ(After("echo ends, reads nothing:", output), "exit code 0");
  EXPECT_EQ(After("flood, 0.3 s later:", output), "still runs");
  // The writer is told that nobody reads: by a signal, or by an error.
  EXPECT_THAT(After("once our end is closed:   ", output),
              AnyOf("killed by signal 13 (SIGPIPE)", "exit code 1"));
}

TEST(DemoTest, Step7ArgumentsComeBackAsTheyWere) {
  const std::vector<std::string> output = Output(7);
  EXPECT_THAT(output, testing::Contains("[$HOME %PATH%]"));
  EXPECT_THAT(output, testing::Contains("[]"));
  EXPECT_EQ(After("as a list:", output),
            "every argument arrived as it was sent");
  EXPECT_THAT(output, Each(Not(HasSubstr("differs"))));
}

TEST(DemoTest, Step8TheChildIsStuckOnAFullPipeAndIsCuredTwice) {
  const std::vector<std::string> output = Output(8);
  EXPECT_EQ(After("what Wait() says after a second:", output),
            "the child still runs");
  const int went_in = NumberAfter("bytes that went into the pipe:", output);
  const int capacity = NumberAfter("bytes that this pipe holds:", output);
  EXPECT_GT(went_in + 1024, capacity);  // no room for another KiB
  EXPECT_LT(went_in, 1'000'000);
  EXPECT_EQ(NumberAfter("bytes through the file:", output), 1'000'000);
  EXPECT_EQ(NumberAfter("bytes by Communicate():", output), 1'000'000);
}

TEST(DemoTest, Step9TheOutputIsKeptAndNobodyIsLeftBehind) {
  const std::vector<std::string> output = Output(9);
  EXPECT_EQ(After("the timeout came first:", output), "yes");
  EXPECT_THAT(output, testing::Contains(
                          HasSubstr("wrote before: I have started process ")));
  EXPECT_EQ(After("a pipe that both held:", output),
            "at its end, so both are gone");
}

TEST(DemoTest, Step10AConversationNeedsMoreThanRun) {
  const std::vector<std::string> output = Output(10);
  EXPECT_EQ(After("12 squared is", output), "144");
  EXPECT_EQ(After("144 squared is", output), "20736");
  EXPECT_EQ(After("no more input:", output), "exit code 0");
}

}  // namespace
