// SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/system.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kTally = absl::StrCat(kLost, "/tally.cc");

// The line of an exercise.
std::string LineOf(Student& student, const std::string& id) {
  EXPECT_EQ(student.Lab({"status"}), 0) << student.error();
  for (const absl::string_view line : absl::StrSplit(student.out(), '\n')) {
    if (line.substr(2, id.size() + 1) == id + " ") return std::string(line);
  }
  return "";
}

TEST(StatusTest, WhatIsAsHandedOutIsNotStarted) {
  Student student;
  EXPECT_THAT(LineOf(student, "ch36/1"),
              ContainsRegex("> ch36/1 +Capture +not started +0/100 +20 min"));
  EXPECT_THAT(LineOf(student, "ch38/10"), HasSubstr("not started"));
  EXPECT_THAT(student.out(), HasSubstr("0 of 4 done, 0 of 400 points. Left: "
                                       "about 1 h 20 min."));
}

TEST(StatusTest, WhatWasChangedAndNeverTestedIsNotTested) {
  Student student;
  student.Write(kTally, "// mine");
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("not tested yet"));
}

TEST(StatusTest, ATestThatFailedSaysHowManyChecksPass) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, false, true});
  EXPECT_THAT(LineOf(student, "ch38/1"),
              ContainsRegex("failing, 2 of 3 pass +40/100"));
  student.Test(kLost, {false, false, false});
  EXPECT_THAT(LineOf(student, "ch38/1"), ContainsRegex("failing +0/100"));
}

TEST(StatusTest, ATestThatPassedIsDoneAsLongAsTheFilesAreTheSame) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, true});
  EXPECT_THAT(LineOf(student, "ch38/1"), ContainsRegex("done +40/100"));
  student.Write(kTally, "// yours");
  EXPECT_THAT(LineOf(student, "ch38/1"),
              ContainsRegex("changed since tested +0/100"));
  student.Write(kTally, "// mine");
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("done"));
}

TEST(StatusTest, TheTestOfAStarterDoesNotMakeItStarted) {
  Student student;
  student.Test(kLost, {true, false});
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("not started"));
}

TEST(StatusTest, OneCheckAloneIsNotAllOfThem) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true}, /*whole=*/false);
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("only one check tested"));
  student.Test(kLost, {false}, /*whole=*/false);
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("failing"));
}

TEST(StatusTest, TheNewestTestCountsWhateverItsConfiguration) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, true}, true, "k8-opt");
  student.Test(kLost, {true, false}, true, "k8-fastbuild");
  const auto set_age = [&](const std::string& config, int hours) {
    std::filesystem::last_write_time(
        student.root() / "bazel-out" / config / "testlogs" / kLost / "test" /
            "test.xml",
        std::filesystem::file_time_type::clock::now() -
            std::chrono::hours(hours));
  };
  set_age("k8-opt", 2);
  set_age("k8-fastbuild", 1);
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("failing"));
  set_age("k8-opt", 0);
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("done"));
}

TEST(StatusTest, ATestThatWasKilledHasNoResult) {
  Student student;
  student.Write(kTally, "// mine");
  student.Write(
      absl::StrCat("bazel-out/k8-opt/testlogs/", kLost, "/test/test.xml"),
      "<testsuites><testsuite/></testsuites>");
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("test did not finish"));
}

TEST(StatusTest, ARecordThatIsDamagedIsNone) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, true});
  const std::string xml =
      absl::StrCat("bazel-out/k8-opt/testlogs/", kLost, "/test/test.xml");
  student.Write(xml,
                absl::StrReplaceAll(student.Read(xml), {{"PASS", "PAST"}}));
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("not tested yet"));
}

TEST(StatusTest, AFileThatIsGoneIsMissed) {
  Student student;
  student.Remove(kTally);
  EXPECT_THAT(LineOf(student, "ch38/1"), HasSubstr("a file is missing"));
}

TEST(StatusTest, ExploredExercisesNeedLinux) {
  Student student;
  const std::string json = absl::StrCat(kLost, "/exercise.json");
  student.Write(json, absl::StrReplaceAll(
                          student.Read(json),
                          {{"\"files\"", "\"explored\":true,\"files\""}}));
  EXPECT_THAT(LineOf(student, "ch38/1"),
              HasSubstr(RunsOnWindows() ? "needs Linux" : "not started"));
}

TEST(StatusTest, WhenAllIsDoneSubmittingComesNext) {
  Student student;
  student.DoAll();
  EXPECT_EQ(student.Lab({"status"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("4 of 4 done, 160 of 400 points.\n"));
  EXPECT_THAT(student.out(), HasSubstr("-- submit"));
  EXPECT_THAT(student.out(), Not(HasSubstr("> ")));
}

TEST(StatusTest, WhatBazelHasNotBuiltIsNamedWithTheCommand) {
  Student student;
  student.Remove(absl::StrCat(kRing, "/exercise.json"));
  student.Lab({"status"});
  EXPECT_THAT(student.out(),
              HasSubstr("bazel build //labs/ch38/exercises/10_ring:exercise"));
}

TEST(StatusTest, KeepsToEightyColumnsWithALongTitle) {
  Student student;
  const std::string json = absl::StrCat(kLost, "/exercise.json");
  student.Write(json,
                absl::StrReplaceAll(student.Read(json),
                                    {{"The lost", std::string(90, 'x')}}));
  student.Lab({"status"});
  for (const absl::string_view line : absl::StrSplit(student.out(), '\n')) {
    EXPECT_LE(line.size(), 80) << line;
  }
}

TEST(StatusTest, BuildsNothing) {
  Student student;
  student.Install("bazel");
  student.Lab({"status"});
  EXPECT_EQ(student.Calls(), "");
}

}  // namespace
}  // namespace lab_command
