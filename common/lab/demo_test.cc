// SPDX-License-Identifier: Apache-2.0

#include "common/lab/demo.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Result {
  int exit_status;
  std::string out;
  std::string error;
};

absl::Status FirstStep(Narrator& tell) {
  tell.Say("The idea.");
  tell.Code("int x = 1;");
  tell.Output("one\ntwo\n");
  tell.Notice("Two lines.");
  return absl::OkStatus();
}

absl::Status SecondStep(Narrator& tell) {
  tell.Say("Something else.");
  return absl::OkStatus();
}

Result RunDemo(const std::vector<std::string>& flags, bool color = false) {
  Demo demo("Chapter 0");
  demo.AddStep("First", FirstStep);
  demo.AddStep("Second", SecondStep);
  std::ostringstream out;
  std::ostringstream error;
  int exit_status = demo.Main(flags, out, error, color);
  return {exit_status, out.str(), error.str()};
}

TEST(DemoTest, TellsEveryStepInOrder) {
  Result result = RunDemo({});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.out,
            "Chapter 0\n"
            "\n1. First\n"
            "\nThe idea.\n"
            "\n    int x = 1;\n"
            "\n  | one\n  | two\n"
            "\nNotice: Two lines.\n"
            "\n2. Second\n"
            "\nSomething else.\n");
  EXPECT_EQ(result.error, "");
}

TEST(DemoTest, ATranslationShowsBothLanguagesLineForLine) {
  std::ostringstream out;
  Narrator(out, /*color=*/false)
      .Translate("x = 1\ny = 2", "int x = 1;\nint y = 2;");
  EXPECT_EQ(out.str(),
            "\nIn Python:\n    x = 1\n    y = 2\n"
            "\nIn C++:\n    int x = 1;\n    int y = 2;\n");
}

TEST(DemoTest, StepRunsThatOneAlone) {
  Result result = RunDemo({"--step=2"});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("2. Second"), HasSubstr("else"),
                                Not(HasSubstr("First"))));
}

TEST(DemoTest, ListNamesTheStepsAndRunsNone) {
  Result result = RunDemo({"--list"});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_EQ(result.out, "Chapter 0\n  1. First\n  2. Second\n");
}

TEST(DemoTest, HelpNamesTheFlags) {
  Result result = RunDemo({"--help"});
  EXPECT_EQ(result.exit_status, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("--list"), HasSubstr("--step=N")));
}

TEST(DemoTest, AStepThatIsNotThereIsAnErrorThatGivesTheRange) {
  for (const char* flag : {"--step=0", "--step=3", "--step=x", "--step="}) {
    Result result = RunDemo({flag});
    EXPECT_EQ(result.exit_status, 2) << flag;
    EXPECT_EQ(result.out, "") << flag;
    EXPECT_THAT(result.error, HasSubstr("steps 1 to 2")) << flag;
  }
}

TEST(DemoTest, AnUnknownFlagIsNamed) {
  Result result = RunDemo({"--speed"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.error, HasSubstr("'--speed'"));
}

TEST(DemoTest, ColorIsUsedOnlyWhenAskedFor) {
  EXPECT_THAT(RunDemo({}, /*color=*/true).out, HasSubstr("\033["));
  EXPECT_THAT(RunDemo({}, /*color=*/false).out, Not(HasSubstr("\033")));
}

TEST(DemoTest, AFailedStepShowsWhyAndTheOthersStillRun) {
  Demo demo("Chapter 0");
  demo.AddStep("Broken", [](Narrator& tell) -> absl::Status {
    tell.Say("Now comes the program.");
    return absl::NotFoundError("no such program");
  });
  demo.AddStep("Second", SecondStep);
  std::ostringstream out;
  std::ostringstream error;
  EXPECT_EQ(demo.Main({}, out, error, false), 1);
  EXPECT_THAT(out.str(), AllOf(HasSubstr("FAILED: NOT_FOUND: no such program"),
                               HasSubstr("Something else.")));
}

}  // namespace
}  // namespace lab
