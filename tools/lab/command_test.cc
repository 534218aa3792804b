// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/command.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string>& AllCommands() {
  static const auto& names = *new std::vector<std::string>{
      "doctor", "status", "next", "hint", "watch", "reset", "submit"};
  return names;
}

TEST(CommandTest, HelpListsEachCommand) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{}, {"help"}, {"--help"}}) {
    Student student;
    EXPECT_EQ(student.Lab(line), 0);
    for (const std::string& name : AllCommands()) {
      EXPECT_THAT(student.out(), HasSubstr("\n  " + name + " "));
    }
    EXPECT_THAT(student.error(), IsEmpty());
  }
}

TEST(CommandTest, EachCommandHasItsHelpAndDoesNothingThen) {
  for (const std::string& name : AllCommands()) {
    Student student;
    EXPECT_EQ(student.Lab({name, "ch38/1", "--help"}), 0);
    EXPECT_THAT(student.out(),
                HasSubstr("Usage: bazel run //tools:lab -- " + name));
    const std::string help = student.out();
    EXPECT_EQ(student.Lab({"help", name}), 0);
    EXPECT_EQ(student.out(), help);
    EXPECT_THAT(student.Calls(), IsEmpty());
  }
}

TEST(CommandTest, HelpKeepsToEightyColumns) {
  Student student;
  std::string all;
  student.Lab({});
  all += student.out();
  for (const std::string& name : AllCommands()) {
    student.Lab({name, "--help"});
    all += student.out();
  }
  for (const absl::string_view line : absl::StrSplit(all, '\n')) {
    EXPECT_LE(line.size(), 80) << line;
  }
}

struct WrongLine {
  std::vector<std::string> arguments;
  std::string complaint;
};

class WrongLineTest : public ::testing::TestWithParam<WrongLine> {};

TEST_P(WrongLineTest, IsRefusedWithTheReasonAndHelp) {
  Student student;
  EXPECT_EQ(student.Lab(GetParam().arguments), 2);
  EXPECT_THAT(student.error(),
              AllOf(HasSubstr(GetParam().complaint), HasSubstr("Usage: ")));
  EXPECT_THAT(student.out(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongLineTest,
    ::testing::Values(
        WrongLine{{"statsu"}, "there is no command 'statsu'"},
        WrongLine{{"status", "ch38/1"}, "'ch38/1' is one word too many"},
        WrongLine{{"hint", "a", "b"}, "'b' is one word too many"},
        WrongLine{{"hint", "--levle=2"}, "hint has no flag --levle"},
        WrongLine{{"hint", "ch38/1", "--level"}, "--level needs a value"},
        WrongLine{{"watch", "--poll=yes"}, "--poll takes no value"},
        WrongLine{{"reset"}, "reset needs to know which EXERCISE"}));

TEST(CommandTest, AFlagsValueFollowsItOrAnEqualsSign) {
  Student student;
  EXPECT_EQ(student.Lab({"hint", "ch38/1", "--level", "2"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("Think."));
  EXPECT_EQ(student.Lab({"hint", "--level=3", "ch38/1"}), 0);
  EXPECT_THAT(student.out(), HasSubstr("Lock it."));
}

TEST(CommandTest, WhatCanNotBeDoneIsStatusOneAndTheReason) {
  Student student;
  EXPECT_EQ(student.Lab({"hint", "ch38/9"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("there is no exercise 'ch38/9'"));
  EXPECT_THAT(student.error(), HasSubstr("ch36/1 ch38/1 ch38/2 ch38/10"));
}

TEST(CommandTest, WithoutAWorkspaceThatIsSaid) {
  Student student;
  student.Remove("WORKSPACE");
  for (const std::string name : {"status", "next", "hint", "watch", "submit"}) {
    EXPECT_EQ(student.Lab({name}), 1);
    EXPECT_THAT(student.error(), HasSubstr("is no workspace")) << name;
  }
}

TEST(CommandTest, ColourIsOnlyWhereItIsWanted) {
  Student student;
  student.DoAll();
  student.Lab({"status"});
  EXPECT_THAT(student.out(), Not(HasSubstr("\033")));
  student.color = true;
  student.Lab({"status"});
  EXPECT_THAT(student.out(), HasSubstr("\033[32mdone"));
}

}  // namespace
}  // namespace lab_command
