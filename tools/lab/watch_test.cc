// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/system.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kTally = absl::StrCat(kLost, "/tally.cc");
// What is said of a test that a person watches: the feedback, and little else.
constexpr char kTested[] =
    "bazel test --ui_event_filters=-warning --show_result=0 "
    "--test_summary=none //labs/ch38/exercises/1_lost:test\n";

TEST(WatchTest, TestsOnceAndAgainAfterEachSave) {
  Student student;
  student.Install("bazel");
  int looks = 0;
  student.pause = [&](absl::Duration) {
    ++looks;
    if (looks == 2) student.Write(kTally, "// first");
    if (looks == 5) student.Write(kTally, "// second");
    return looks < 9;
  };
  EXPECT_EQ(student.Lab({"watch", "ch38/1"}), 0);
  EXPECT_EQ(student.Calls(), absl::StrCat(kTested, kTested, kTested));
}

TEST(WatchTest, WhatIsWrittenAgainUnchangedIsNotTestedAgain) {
  Student student;
  student.Install("bazel");
  int looks = 0;
  student.pause = [&](absl::Duration) {
    student.Write(kTally, student.Read(kTally));
    return ++looks < 5;
  };
  student.Lab({"watch", "ch38/1"});
  EXPECT_EQ(student.Calls(), kTested);
}

TEST(WatchTest, AFileThatGoesAndComesBackIsTested) {
  Student student;
  student.Install("bazel");
  int looks = 0;
  student.pause = [&](absl::Duration) {
    ++looks;
    // The second look comes right after the first saw the change.
    if (looks == 1) student.Remove(kTally);
    if (looks == 4) student.Write(kTally, "// back");
    return looks < 8;
  };
  student.Lab({"watch", "ch38/1"});
  EXPECT_EQ(student.Calls(), absl::StrCat(kTested, kTested, kTested));
}

TEST(WatchTest, SaysHowItStandsAfterEachTest) {
  Student student;
  student.Install("bazel");
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, false});
  student.Lab({"watch", "ch38/1"});
  EXPECT_THAT(student.out(), HasSubstr("ch38/1: failing, 1 of 2 pass"));
}

TEST(WatchTest, WhatDoesNotBuildIsNotAFailedTest) {
  Student student;
  student.Install("bazel");
  student.SetVariable("FAKE_EXIT", "1");
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, false});
  EXPECT_EQ(student.Lab({"watch", "ch38/1"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("ch38/1: does not build"));
  student.SetVariable("FAKE_EXIT", "3");
  student.Lab({"watch", "ch38/1"});
  EXPECT_THAT(student.out(), HasSubstr("ch38/1: failing"));
}

TEST(WatchTest, LeavesItToIbazelWhereThatWorks) {
  Student student;
  student.Install("bazel");
  student.Install("ibazel");
  EXPECT_EQ(student.Lab({"watch", "ch38/1"}), 0);
  EXPECT_EQ(student.Calls(),
            RunsOnWindows()
                ? kTested
                : "ibazel test //labs/ch38/exercises/1_lost:test\n");
}

TEST(WatchTest, PollsIfAskedTo) {
  Student student;
  student.Install("bazel");
  student.Install("ibazel");
  student.Lab({"watch", "ch38/1", "--poll"});
  EXPECT_EQ(student.Calls(), kTested);
}

TEST(WatchTest, BazeliskWillDo) {
  Student student;
  student.Install("bazelisk");
  student.Lab({"watch", "ch38/1"});
  EXPECT_THAT(student.Calls(), HasSubstr("bazelisk test --"));
}

TEST(WatchTest, WithoutAnExerciseItIsTheNextOne) {
  Student student;
  student.Install("bazel");
  student.Lab({"watch"});
  EXPECT_THAT(student.Calls(), HasSubstr("//labs/ch36/exercises/1_capture"));
}

TEST(WatchTest, WithoutBazelThatIsSaid) {
  Student student;
  EXPECT_EQ(student.Lab({"watch", "ch38/1"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("neither bazel nor bazelisk"));
  EXPECT_THAT(student.Calls(), IsEmpty());
}

}  // namespace
}  // namespace lab_command
