// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kTally = absl::StrCat(kLost, "/tally.cc");

TEST(NextTest, TheFirstThatIsNotStartedAndWhatToDoWithIt) {
  Student student;
  EXPECT_EQ(student.Lab({"next"}), 0);
  EXPECT_THAT(
      student.out(),
      AllOf(StartsWith("ch36/1 Capture (about 20 minutes): not started"),
            HasSubstr("labs/ch36/exercises/1_capture/task.md"),
            HasSubstr("labs/ch36/exercises/1_capture/capture.cc"),
            HasSubstr("bazel test //labs/ch36/exercises/1_capture:test"),
            HasSubstr("-- hint ch36/1")));
}

TEST(NextTest, WhatWasBegunComesFirst) {
  Student student;
  student.Write(kTally, "// mine");
  student.Lab({"next"});
  EXPECT_THAT(student.out(), StartsWith("ch38/1"));
}

TEST(NextTest, WhatNeedsAnotherWaitsForIt) {
  Student student;
  student.DoAll();
  // As handed out again: queue (which needs lost) and ring.
  for (const std::string& file :
       {absl::StrCat(kLost, "/tally.cc"), absl::StrCat(kLost, "/tally.h"),
        absl::StrCat(kQueue, "/queue.cc"), absl::StrCat(kRing, "/ring.cc")}) {
    student.Write(file, student.Read("tools/lab/starters/" + file));
  }
  student.Lab({"next"});
  EXPECT_THAT(student.out(), StartsWith("ch38/1 "));
  // With lost not to be had on this system, what doesn't need it comes next.
  const std::string json = absl::StrCat(kQueue, "/exercise.json");
  student.Write(json, absl::StrReplaceAll(student.Read(json),
                                          {{"\"ch38/1\"", "\"ch38/10\""}}));
  student.Write(kTally, "// solved\n");
  student.Write(absl::StrCat(kLost, "/tally.h"), "// solved\n");
  student.Lab({"next"});
  EXPECT_THAT(student.out(), StartsWith("ch38/10 "));
}

TEST(NextTest, TheFirstFailureOfTheLastTestIsShown) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {true, false, false});
  student.Lab({"next"});
  EXPECT_THAT(student.out(),
              AllOf(HasSubstr("failing, 1 of 3 pass"), HasSubstr("Check2"),
                    ContainsRegex("tried +2 threads"),
                    ContainsRegex("expected +6"), ContainsRegex("got +5"),
                    ContainsRegex("look at +labs/ch38.*tally.cc:7"),
                    ContainsRegex("again +bazel test again"),
                    Not(HasSubstr("Check3"))));
}

TEST(NextTest, SentencesKeepToEightyColumns) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {false});
  student.Lab({"next"});
  for (const absl::string_view line : absl::StrSplit(student.out(), '\n')) {
    EXPECT_LE(line.size(), 80) << line;
  }
}

TEST(NextTest, WhatAStudentsProgramPrintsDoesNotSteerTheTerminal) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {false});
  student.Lab({"next"});
  EXPECT_THAT(student.out(), Not(HasSubstr("\x1b")));
}

TEST(NextTest, SaysHowToGetAFileBack) {
  Student student;
  student.Remove(kTally);
  student.Lab({"next"});
  EXPECT_THAT(student.out(), AllOf(HasSubstr("tally.cc is missing"),
                                   HasSubstr("-- reset ch38/1")));
}

TEST(NextTest, SaysThatATestIsOutOfDate) {
  Student student;
  student.Write(kTally, "// mine");
  student.Test(kLost, {false});
  student.Write(kTally, "// better");
  student.Lab({"next"});
  EXPECT_THAT(student.out(),
              AllOf(HasSubstr("changed it since"), Not(HasSubstr("expected"))));
}

TEST(NextTest, AfterAllComesSubmit) {
  Student student;
  student.DoAll();
  EXPECT_EQ(student.Lab({"next"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("-- submit"));
}

}  // namespace
}  // namespace lab_command
