// SPDX-License-Identifier: Apache-2.0
//
// Exercises that are broken in one way each, and what their author is told.

#include "common/exercise/self_check.h"

#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

// ---- The description

constexpr absl::string_view kGood = R"({
  "id": "ch38/1", "title": "Title", "package": "labs/ch38/exercises/1_x",
  "minutes": 20, "points": 100, "files": ["x.cc"],
  "hints": ["The first hint, which is gentle.", "The second one, more so."],
  "checks": [
    {"name": "One", "visible": true, "points": 60, "hint": 1},
    {"name": "Two", "visible": false, "points": 40, "hint": 2}]})";

std::vector<std::string> ProblemsWith(absl::string_view from,
                                      absl::string_view to) {
  const std::string broken = absl::StrReplaceAll(kGood, {{from, to}});
  EXPECT_NE(broken, kGood) << "nothing was replaced";
  return ProblemsOfDescription(broken);
}

TEST(DescriptionTest, AGoodOneHasNoProblems) {
  EXPECT_THAT(ProblemsOfDescription(kGood), IsEmpty());
}

TEST(DescriptionTest, AnEmptyHintIsNamed) {
  EXPECT_THAT(ProblemsWith("The second one, more so.", " "),
              ElementsAre("hint 2 says nothing: \"\""));
}

TEST(DescriptionTest, OneHintIsTooFewAndTwoAlikeAreOne) {
  EXPECT_THAT(ProblemsWith(", \"The second one, more so.\"", ""),
              Contains(HasSubstr("has 1 hints; give at least 2")));
  EXPECT_THAT(ProblemsWith("The second one, more so.",
                           "The first hint, which is "
                           "gentle."),
              ElementsAre("hint 2 repeats another one"));
}

TEST(DescriptionTest, PointsThatDoNotAddUpAreNamed) {
  EXPECT_THAT(ProblemsWith("\"points\": 40", "\"points\": 30"),
              ElementsAre("its checks' points add up to 90, not to 100"));
}

TEST(DescriptionTest, EachCheckIsWeightedOnceAndByItsName) {
  EXPECT_THAT(ProblemsWith("\"Two\"", "\"One\""),
              ElementsAre("check One is there twice"));
  EXPECT_THAT(ProblemsWith("\"points\": 40", "\"points\": 0"),
              Contains(HasSubstr("check Two: has 0 points")));
  EXPECT_THAT(ProblemsWith("\"Two\"", "\"it works\""),
              ElementsAre(HasSubstr("check it works: a name is a claim")));
}

TEST(DescriptionTest, AHintThatIsNotThereIsNamed) {
  EXPECT_THAT(ProblemsWith("\"hint\": 2", "\"hint\": 3"),
              ElementsAre("check Two: points to hint 3, but there are 2"));
}

TEST(DescriptionTest, ThereMustBeVisibleAndHiddenChecks) {
  EXPECT_THAT(ProblemsWith("\"visible\": false", "\"visible\": true"),
              ElementsAre("has no hidden check"));
  EXPECT_THAT(ProblemsWith("\"visible\": true", "\"visible\": false"),
              ElementsAre("has no visible check"));
}

TEST(DescriptionTest, ADayIsNoExercise) {
  EXPECT_THAT(ProblemsWith("\"minutes\": 20", "\"minutes\": 480"),
              ElementsAre(HasSubstr("takes 480 minutes?")));
}

// ---- task.md

std::string GoodTask() {
  return absl::StrCat("# Title\n\nComplete x.cc.\n", std::string(400, '.'));
}

TEST(TaskTest, AGoodOneHasNoProblems) {
  EXPECT_THAT(ProblemsOfTask(GoodTask(), {"x.cc"}), IsEmpty());
}

TEST(TaskTest, AnEmptyOneOrOneToBeWrittenIsNamed) {
  EXPECT_THAT(ProblemsOfTask("", {}),
              ElementsAre(HasSubstr("does not begin with a title"),
                          HasSubstr("does not say yet what to do")));
  EXPECT_THAT(ProblemsOfTask(absl::StrCat(GoodTask(), "TODO"), {}),
              ElementsAre(HasSubstr("does not say yet what to do")));
}

TEST(TaskTest, AFileThatItDoesNotMentionIsNamed) {
  EXPECT_THAT(ProblemsOfTask(GoodTask(), {"x.cc", "x.h"}),
              ElementsAre("task.md does not mention x.h"));
}

// ---- Secrets

TEST(SecretsTest, ALineOfTheSolutionInWhatIsHandedOutIsNamed) {
  EXPECT_THAT(
      ProblemsOfSecrets("  absl::MutexLock lock(&mutex_);\n",
                        {{"x.cc", "clean"},
                         {"task.md", "write absl::MutexLock lock(&mutex_);"}}),
      ElementsAre("hands out a line of the solution, in task.md: "
                  "absl::MutexLock lock(&mutex_);"));
}

TEST(SecretsTest, ShortLinesMeanNothing) {
  EXPECT_THAT(ProblemsOfSecrets("  return x;\n}\n", {{"x.cc", "return x;\n}"}}),
              IsEmpty());
}

// ---- Starter, solution and mutants

class RunTest : public testing::Test {
 protected:
  RunTest() {
    const std::string task = absl::StrCat(testing::TempDir(), "/task.md");
    std::ofstream(task) << "# Twice\n\nComplete twice.cc.\n"
                        << std::string(400, '.');
    const std::string mutant = ProgramPath("MUTANT");
    options_ = {
        .judge = ProgramPath("JUDGE"),
        .race_runners = {{ProgramPath("SOLUTION"), ProgramPath("SOLUTION")}},
        .starter = ProgramPath("STARTER"),
        .solution = ProgramPath("SOLUTION"),
        .mutants = {{"a", Verdict::kWrong, mutant},
                    {"b", Verdict::kWrong, mutant},
                    {"c", Verdict::kWrong, mutant},
                    {"d", Verdict::kWrong, mutant}},
        .task = task};
  }

  SelfCheckOptions options_;
};

TEST_F(RunTest, AnExerciseInOrderHasNoProblems) {
  EXPECT_THAT(ProblemsOfExercise(options_), IsEmpty());
}

TEST_F(RunTest, AStarterThatPassesIsNamed) {
  options_.starter = options_.solution;
  EXPECT_THAT(ProblemsOfExercise(options_),
              ElementsAre(StartsWith("exercise ch00/1: the starter passes "
                                     "everything: there is nothing to do")));
}

TEST_F(RunTest, ASolutionThatFailsIsNamedWithWhatWentWrong) {
  options_.solution = options_.starter;
  EXPECT_THAT(
      ProblemsOfExercise(options_),
      ElementsAre(AllOf(
          StartsWith("exercise ch00/1: the solution does not pass everything"),
          HasSubstr("got:      result = 1"))));
}

TEST_F(RunTest, AMutantThatPassesIsNamed) {
  options_.mutants[2].runner = options_.solution;
  EXPECT_THAT(
      ProblemsOfExercise(options_),
      ElementsAre(StartsWith("exercise ch00/1: mutant c is to get WRONG, and "
                             "got PASS: no check notices")));
}

TEST_F(RunTest, AMutantWithAnotherVerdictIsNamed) {
  options_.mutants[0].verdict = Verdict::kDataRace;
  EXPECT_THAT(ProblemsOfExercise(options_),
              ElementsAre(StartsWith("exercise ch00/1: mutant a is to get "
                                     "DATA_RACE, and got WRONG\n")));
}

TEST_F(RunTest, ThreeMutantsAreTooFew) {
  options_.mutants.pop_back();
  EXPECT_THAT(ProblemsOfExercise(options_),
              ElementsAre("exercise ch00/1: has 3 mutants; give at least 4"));
}

TEST_F(RunTest, ALeakingSolutionIsNamed) {
  const std::string secret = absl::StrCat(testing::TempDir(), "/secret");
  const std::string starter = absl::StrCat(testing::TempDir(), "/starter.cc");
  std::ofstream(secret) << "  return number + number;\n";
  std::ofstream(starter) << "// return number + number; \n";
  options_.secrets = {secret};
  options_.handed_out = {starter};
  EXPECT_THAT(
      ProblemsOfExercise(options_),
      ElementsAre(
          AllOf(StartsWith("exercise ch00/1: hands out a line of the solution"),
                HasSubstr("starter.cc: return number + number;"))));
}

// ---- Flags

absl::StatusOr<SelfCheckOptions> Parse(std::string flag) {
  std::string name = "self_check";
  std::vector<char*> argv = {name.data(), flag.data()};
  return ParseSelfCheckFlags(2, argv.data());
}

TEST(FlagsTest, AMutantHasANameAVerdictAndARunner) {
  ASSERT_OK_AND_ASSIGN(SelfCheckOptions options,
                       Parse("--mutant=no_lock:DATA_RACE:C:\\runner"));
  ASSERT_EQ(options.mutants.size(), 1u);
  EXPECT_EQ(options.mutants[0].name, "no_lock");
  EXPECT_EQ(options.mutants[0].verdict, Verdict::kDataRace);
  EXPECT_EQ(options.mutants[0].runner, "C:\\runner");
}

TEST(FlagsTest, AVerdictThatDoesNotExistIsNamedWithItsMutant) {
  EXPECT_THAT(Parse("--mutant=no_lock:RACE:runner"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("mutant no_lock: \"RACE\" is no verdict")));
  EXPECT_THAT(Parse("--mutants=x"), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("no flag --mutants=x")));
}

}  // namespace
}  // namespace exercise
