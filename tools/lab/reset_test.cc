// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string kTally = absl::StrCat(kLost, "/tally.cc");

// The folder of copies that the student was told of.
std::string KeptIn(const Student& student) {
  const size_t begin = student.out().find(".lab/kept/");
  if (begin == std::string::npos) return "not told";
  return student.out().substr(begin, student.out().find('\n', begin) - begin);
}

TEST(ResetTest, PutsTheStarterBackAndKeepsACopy) {
  Student student;
  student.now = absl::FromCivil(absl::CivilSecond(2026, 11, 27, 22, 13, 8),
                                absl::LocalTimeZone());
  student.Write(kTally, "// mine\r\n");
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 0);
  EXPECT_EQ(student.Read(kTally), "// starter of tally.cc\n");
  EXPECT_EQ(KeptIn(student), ".lab/kept/ch38_1_2026-11-27_221308");
  EXPECT_EQ(student.Read(KeptIn(student) + "/tally.cc"), "// mine\r\n");
  EXPECT_EQ(student.Read(KeptIn(student) + "/tally.h"),
            "// starter of tally.h\n");
}

TEST(ResetTest, TwoInOneSecondKeepBoth) {
  Student student;
  student.Write(kTally, "// first");
  student.Lab({"reset", "ch38/1"});
  const std::string first = KeptIn(student);
  student.Write(kTally, "// second");
  student.Lab({"reset", "ch38/1"});
  EXPECT_NE(KeptIn(student), first);
  EXPECT_EQ(student.Read(first + "/tally.cc"), "// first");
  EXPECT_EQ(student.Read(KeptIn(student) + "/tally.cc"), "// second");
}

TEST(ResetTest, OtherExercisesAreLeftAlone) {
  Student student;
  const std::string capture = absl::StrCat(kCapture, "/capture.cc");
  student.Write(kTally, "// mine");
  student.Write(capture, "// mine");
  student.Lab({"reset", "ch38/1"});
  EXPECT_EQ(student.Read(capture), "// mine");
}

TEST(ResetTest, BringsAFileBackThatIsGone) {
  Student student;
  student.Remove(kTally);
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 0);
  EXPECT_EQ(student.Read(kTally), "// starter of tally.cc\n");
}

TEST(ResetTest, WithNothingToDoNothingIsCopied) {
  Student student;
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("nothing to do"));
  EXPECT_FALSE(student.Has(".lab/kept"));
}

TEST(ResetTest, WithoutACopyNothingIsChanged) {
  Student student;
  student.Write(kTally, "// mine");
  student.Write(".lab", "a file where the folder would be");
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("nothing was changed"));
  EXPECT_EQ(student.Read(kTally), "// mine");
}

TEST(ResetTest, WithoutAStarterNothingIsChanged) {
  Student student;
  student.Write(kTally, "// mine");
  student.Remove(absl::StrCat("tools/lab/starters/", kLost, "/tally.h"));
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("tally.h"));
  EXPECT_EQ(student.Read(kTally), "// mine");
}

TEST(ResetTest, IsForTheHandout) {
  Student student;
  student.Remove("VERSION");
  EXPECT_EQ(student.Lab({"reset", "ch38/1"}), 1);
  EXPECT_THAT(student.error(),
              AllOf(HasSubstr("authors'"), HasSubstr("//tools/handout")));
}

}  // namespace
}  // namespace lab_command
