// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/judge.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/check.h"
#include "common/exercise/info.h"
#include "common/exercise/listed_checks.h"
#include "common/exercise/random.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing_util::ProgramPath;

Info SampleInfo() { return *InfoFromJson(ThisExerciseJson()); }

JudgeOptions OptionsFor(const char* runner) {
  return {.student = {.runner = {ProgramPath(runner)}}, .seed = 7};
}

ExerciseResult JudgeRunner(const JudgeOptions& options) {
  return Judge(SampleInfo(), ListedChecks(), options);
}

TEST(JudgeTest, ARightSolutionGetsItsPoints) {
  const ExerciseResult result = JudgeRunner(OptionsFor("SOLUTION"));
  EXPECT_EQ(result.exercise, "ch00/1");
  EXPECT_EQ(result.seed, 7u);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.points, 100);
  EXPECT_EQ(result.max_points, 110);
}

TEST(JudgeTest, ChecksForRacesAreSkippedWhereThereIsNoRaceRunner) {
  EXPECT_EQ(JudgeRunner(OptionsFor("SOLUTION")).checks[2].verdict,
            Verdict::kSkipped);
}

TEST(JudgeTest, ARaceRunnerTakesThePlaceOfTheCommandsLastWord) {
  JudgeOptions options = OptionsFor("STARTER");
  options.race_runner = ProgramPath("SOLUTION");
  const ExerciseResult result = JudgeRunner(options);
  EXPECT_EQ(result.checks[0].verdict, Verdict::kWrong);
  EXPECT_EQ(result.checks[2].verdict, Verdict::kPass);
}

TEST(JudgeTest, AFailureComesWithAllThatHelps) {
  const CheckResult check = JudgeRunner(OptionsFor("STARTER")).checks[0];
  EXPECT_EQ(check.verdict, Verdict::kWrong);
  EXPECT_EQ(check.points, 0);
  EXPECT_EQ(check.max_points, 60);
  EXPECT_THAT(check.tried, HasSubstr("twice: number = "));
  EXPECT_THAT(check.expected, HasSubstr("result = "));
  EXPECT_EQ(check.got, "result = 1");
  EXPECT_EQ(check.where, "labs/ch00/1_twice/twice.cc");
  EXPECT_EQ(check.hint, 1);
  EXPECT_EQ(check.replay,
            "bazel test //labs/ch00/1_twice:test --test_arg=--seed=7 "
            "--test_arg=--only=Doubles");
}

TEST(JudgeTest, HiddenChecksTellNoWayToReplayThem) {
  const ExerciseResult result = JudgeRunner(OptionsFor("MUTANT"));
  EXPECT_EQ(result.verdict, Verdict::kWrong);
  EXPECT_EQ(result.points, 60);
  EXPECT_FALSE(result.checks[1].visible);
  EXPECT_EQ(result.checks[1].replay, "");
}

TEST(JudgeTest, TheSameSeedAsksTheSame) {
  JudgeOptions options = OptionsFor("STARTER");
  const ExerciseResult all = JudgeRunner(options);
  EXPECT_EQ(all, JudgeRunner(options));
  options.only = "DoublesNegatives";
  EXPECT_THAT(JudgeRunner(options).checks, ElementsAre(all.checks[1]));
  options.only = "";
  options.seed = 8;
  EXPECT_NE(JudgeRunner(options).checks[0].tried, all.checks[0].tried);
}

TEST(JudgeTest, HiddenChecksCanBeLeftOut) {
  JudgeOptions options = OptionsFor("MUTANT");
  options.visible_only = true;
  const ExerciseResult result = JudgeRunner(options);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.max_points, 60);
}

TEST(JudgeTest, CanStopAtTheFirstFailure) {
  JudgeOptions options = OptionsFor("STARTER");
  options.stop_at_first_failure = true;
  EXPECT_THAT(JudgeRunner(options).checks, SizeIs(1));
}

// A check that asks nothing passes; what comes after it gets no answer.
TEST(JudgeTest, WhenTheTimeForAllIsOverWhatWasPassedCounts) {
  JudgeOptions options = OptionsFor("SOLUTION");
  options.time_for_all = absl::ZeroDuration();
  std::vector<ListedCheck> checks = {
      {{.name = "Passes", .points = 10, .run = [](Student&, Random&) {
          return Outcome();
        }}}};
  checks.push_back(ListedChecks()[0]);
  const ExerciseResult result = Judge(SampleInfo(), checks, options);
  EXPECT_EQ(result.checks[0].verdict, Verdict::kPass);
  EXPECT_EQ(result.checks[1].verdict, Verdict::kWallLimit);
  EXPECT_EQ(result.points, 10);
}

TEST(JudgeTest, FindsThePlaceInTheStudentsFile) {
  const std::vector<ListedCheck> checks = {
      {.check = {.name = "Traced", .points = 1, .run = [](Student&, Random&) {
                   return Outcome{.verdict = Verdict::kDataRace,
                                  .tried = "read x  twice.cc:12  return x;"};
                 }}}};
  const ExerciseResult result =
      Judge(SampleInfo(), checks, OptionsFor("STARTER"));
  EXPECT_EQ(result.checks[0].where, "labs/ch00/1_twice/twice.cc:12");
}

// Asks twice; the first process leaves a child behind. What must come the
// second time, `expected` says.
ExerciseResult JudgeALeak(bool expected) {
  const auto run = [expected](Student& student, Random&) {
    return FirstFailure(
        {student
             .Ask("leave_a_child", {{"child", ProgramPath("CHILD")}}, "a child")
             .Expect({{"started", true}}),
         student.Ask("echo", {{"right", true}}).Expect({{"right", expected}})});
  };
  return Judge(SampleInfo(),
               {{.check = {.name = "Clean", .points = 5, .run = run}}},
               OptionsFor("RUNNER"));
}

TEST(JudgeTest, TheRightAnswerWithAProcessLeftBehindBringsHalfOfThePoints) {
  const ExerciseResult result = JudgeALeak(/*expected=*/true);
  EXPECT_EQ(result.verdict, Verdict::kLeak);
  EXPECT_EQ(result.points, 2);
  EXPECT_EQ(result.max_points, 5);
  EXPECT_EQ(result.checks[0].tried, "a child");
  EXPECT_THAT(Feedback(SampleInfo(), result),
              AllOf(HasSubstr("LEAK           Clean, 2 of 5 points"),
                    HasSubstr("half of the points")));
}

// Who leaves a process behind gains nothing by it.
TEST(JudgeTest, AWrongAnswerIsWrongWhateverWasLeftBehind) {
  const ExerciseResult result = JudgeALeak(/*expected=*/false);
  EXPECT_EQ(result.verdict, Verdict::kWrong);
  EXPECT_EQ(result.points, 0);
}

TEST(FeedbackTest, SaysWhatToDoNext) {
  const std::string text =
      Feedback(SampleInfo(), JudgeRunner(OptionsFor("STARTER")));
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("ch00/1 Twice: 0 of 3 checks passed, 0 of 110 points "
                      "(seed 7)"),
            HasSubstr("WRONG          Doubles, 0 of 60 points"),
            HasSubstr("    got:      result = 1\n"),
            HasSubstr("bazel run //tools:lab -- hint ch00/1   (level 1)"),
            HasSubstr("--test_arg=--only=Doubles\n"),
            HasSubstr("SKIPPED        Races")));
}

TEST(FeedbackTest, BreaksSentencesAndNothingWhoseWhiteSpaceCounts) {
  const std::string words(100, 'x');
  ExerciseResult result;
  result.checks.push_back({.name = "One",
                           .verdict = Verdict::kWrong,
                           .tried = words + " " + words,
                           .expected = words + "  " + words,
                           .got = words + " " + words,
                           .replay = words + " " + words});
  const std::string broken = words + "\n              " + words + "\n";
  EXPECT_THAT(Feedback(SampleInfo(), result),
              AllOf(HasSubstr("tried:    " + words + " " + words + "\n"),
                    HasSubstr("expected: " + words + "  " + words + "\n"),
                    HasSubstr("got:      " + broken),
                    HasSubstr("again:    " + words + " " + words + "\n")));
}

TEST(FeedbackTest, WhatTheProgramPrintsDoesNotSteerTheTerminal) {
  ExerciseResult result;
  result.checks.push_back({.name = "One",
                           .verdict = Verdict::kWrong,
                           .output = "\x1b[2Jall\rgone\nline\ttwo"});
  EXPECT_THAT(Feedback(SampleInfo(), result),
              AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\r")),
                    HasSubstr("?[2Jall?gone\n              line\ttwo")));
}

TEST(DescribeTest, ListsTheChecksBesideWhatTheBuildFileSays) {
  const nlohmann::json json = nlohmann::json::parse(
      Describe(ThisExerciseJson(), ListedChecks(), /*visible_only=*/false));
  EXPECT_EQ(json["id"], "ch00/1");
  ASSERT_THAT(json["checks"], SizeIs(3));
  EXPECT_EQ(json["checks"][1], nlohmann::json({{"name", "DoublesNegatives"},
                                               {"visible", false},
                                               {"points", 40},
                                               {"hint", 2},
                                               {"race", false}}));
}

TEST(DescribeTest, StudentsAreNotToldOfHiddenChecks) {
  const std::string json =
      Describe(ThisExerciseJson(), ListedChecks(), /*visible_only=*/true);
  EXPECT_THAT(json, HasSubstr("\"Doubles\""));
  EXPECT_THAT(json, Not(HasSubstr("DoublesNegatives")));
}

}  // namespace
}  // namespace exercise
