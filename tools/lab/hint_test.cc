// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(HintTest, ComesOneAtATime) {
  Student student;
  EXPECT_EQ(student.Lab({"hint", "ch38/1"}), 0);
  EXPECT_THAT(student.out(),
              AllOf(HasSubstr("hint 1 of 3"), HasSubstr("Read."),
                    Not(HasSubstr("Think.")), HasSubstr("-- hint ch38/1")));
  student.Lab({"hint", "ch38/1"});
  EXPECT_THAT(student.out(), HasSubstr("Think."));
  student.Lab({"hint", "ch38/1"});
  EXPECT_THAT(student.out(), AllOf(HasSubstr("Lock it."), HasSubstr("last")));
  EXPECT_EQ(student.Lab({"hint", "ch38/1"}), 1);
  EXPECT_THAT(student.error(),
              AllOf(HasSubstr("all 3 hints"), HasSubstr("--level")));
}

TEST(HintTest, EachExerciseIsRememberedAlone) {
  Student student;
  student.Lab({"hint", "ch38/1"});
  student.Lab({"hint", "ch36/1"});
  EXPECT_THAT(student.out(), HasSubstr("hint 1 of 3"));
}

TEST(HintTest, ALevelIsShownAgainAndTheOnesBelowAreSeen) {
  Student student;
  student.Lab({"hint", "ch38/1", "--level", "2"});
  EXPECT_THAT(student.out(), HasSubstr("Think."));
  student.Lab({"hint", "ch38/1", "--level", "1"});
  EXPECT_THAT(student.out(), HasSubstr("Read."));
  student.Lab({"hint", "ch38/1"});
  EXPECT_THAT(student.out(), HasSubstr("Lock it."));
}

TEST(HintTest, ALevelThatThereIsNotIsNamed) {
  Student student;
  for (const std::string level : {"0", "4", "-1", "two", ""}) {
    EXPECT_EQ(student.Lab({"hint", "ch38/1", "--level=" + level}), 1);
    EXPECT_THAT(student.error(),
                AllOf(HasSubstr("'" + level + "'"), HasSubstr("1 to 3")));
  }
}

TEST(HintTest, WithoutAnExerciseItIsTheNextOne) {
  Student student;
  student.Write(absl::StrCat(kLost, "/tally.cc"), "// mine");
  student.Lab({"hint"});
  EXPECT_THAT(student.out(), HasSubstr("ch38/1 The lost update"));
}

TEST(HintTest, AMemoryThatIsDamagedBeginsAnew) {
  for (const std::string text :
       {"", "[]", "{\"ch38/1\": -2}", "{\"ch38/1\": \"x\"}"}) {
    Student student;
    student.Write(".lab/hints.json", text);
    EXPECT_EQ(student.Lab({"hint", "ch38/1"}), 0);
    EXPECT_THAT(student.out(), HasSubstr("hint 1 of 3")) << text;
    student.Lab({"hint", "ch38/1"});
    EXPECT_THAT(student.out(), HasSubstr("hint 2 of 3")) << text;
  }
}

TEST(HintTest, AHintIsShownEvenIfItCannotBeRemembered) {
  Student student;
  student.Write(".lab", "a file where the folder would be");
  EXPECT_EQ(student.Lab({"hint", "ch38/1"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("Read."));
  EXPECT_THAT(student.error(), HasSubstr("will not be remembered"));
}

}  // namespace
}  // namespace lab_command
