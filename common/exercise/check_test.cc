// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/check.h"

#include <chrono>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"
#include "common/process/testing/program_path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::HasSubstr;
using ::testing_util::ProgramPath;

Student SampleStudent() { return Student({.runner = {ProgramPath("RUNNER")}}); }

Verdict VerdictOf(const char* question, const Values& arguments = {}) {
  return SampleStudent().Ask(question, arguments).outcome().verdict;
}

Values WithChild() { return {{"child", ProgramPath("CHILD")}}; }

// ---- Answers

TEST(StudentTest, AnAnswerComesBack) {
  const Answer answer = SampleStudent().Ask("echo", {{"total", 6}});
  ASSERT_TRUE(answer.ok()) << answer.outcome().got;
  EXPECT_EQ(answer.values(), (Values{{"total", 6}}));
}

TEST(StudentTest, WhatTheCodePrintsIsKeptAndNotTakenForTheAnswer) {
  const Answer answer = SampleStudent().Ask("chatter", {{"total", 7}});
  ASSERT_TRUE(answer.ok()) << answer.outcome().got;
  EXPECT_EQ(answer.values().Int("total"), 7);
  EXPECT_THAT(answer.outcome().output, HasSubstr("[  PASSED  ]"));
}

TEST(StudentTest, TheCodesStandardInputIsEmpty) {
  const Answer answer = SampleStudent().Ask("read_input", {});
  ASSERT_TRUE(answer.ok()) << answer.outcome().got;
  EXPECT_EQ(answer.values(), (Values{{"line", ""}, {"end", true}}));
}

// ---- Ends without an answer

TEST(StudentTest, ExitingBeforeTheAnswerIsPrematureWhateverTheCode) {
  EXPECT_EQ(VerdictOf("exit", {{"code", 0}}), Verdict::kPrematureExit);
  EXPECT_EQ(VerdictOf("exit", {{"code", 7}}), Verdict::kPrematureExit);
  EXPECT_EQ(VerdictOf("exit_at_once"), Verdict::kPrematureExit);
}

TEST(StudentTest, AnAnswerBeforeABadEndDoesNotCount) {
  EXPECT_EQ(VerdictOf("fail_later"), Verdict::kPrematureExit);
}

TEST(StudentTest, ACrashIsACrash) {
  EXPECT_EQ(VerdictOf("crash"), Verdict::kCrash);
}

TEST(StudentTest, AFloodIsEndedAtItsLimit) {
  EXPECT_EQ(VerdictOf("flood"), Verdict::kOutLimit);
}

TEST(StudentTest, WhatTakesTooLongIsEnded) {
  Student student({.runner = {ProgramPath("RUNNER")},
                   .time_limit = absl::Milliseconds(300)});
  const Outcome outcome = student.Ask("hang", WithChild()).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kWallLimit);
  EXPECT_EQ(outcome.got, "nothing within 300ms");
}

// A program that nobody starts is not missed.
TEST(StudentTest, WhenTheTimeForAllIsOverNothingIsAskedAnyMore) {
  Student student({.runner = {"no-such-runner"},
                   .deadline = std::chrono::steady_clock::now()});
  const Outcome outcome = student.Ask("echo", {}).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kWallLimit);
  EXPECT_EQ(outcome.got, "not asked: the time for all checks was over");
}

TEST(StudentTest, WhatIsAskedThenIsEndedThen) {
  Student student({.runner = {ProgramPath("RUNNER")},
                   .time_limit = absl::InfiniteDuration(),
                   .deadline = std::chrono::steady_clock::now() +
                               std::chrono::milliseconds(300)});
  const Outcome outcome = student.Ask("hang", WithChild()).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kWallLimit);
  EXPECT_THAT(outcome.got, HasSubstr("time for all checks"));
}

// The answer counts, and so does the child.
TEST(StudentTest, AChildLeftBehindIsALeakBesideTheAnswer) {
  Student student = SampleStudent();
  EXPECT_TRUE(student.Ask("echo", {}).ok());
  EXPECT_EQ(student.leak(), std::nullopt);
  const Answer answer = student.Ask("leave_a_child", WithChild(), "a child");
  EXPECT_TRUE(answer.Expect({{"started", true}}).passed());
  EXPECT_FALSE(answer.Expect({{"started", false}}).passed());
  EXPECT_TRUE(student.Ask("echo", {}).ok());
  ASSERT_NE(student.leak(), std::nullopt);
  EXPECT_EQ(student.leak()->verdict, Verdict::kLeak);
  EXPECT_EQ(student.leak()->tried, "a child");
  EXPECT_THAT(student.leak()->got, HasSubstr("half of the points"));
}

TEST(StudentTest, WithoutAnAnswerNothingIsALeak) {
  Values ask = WithChild();
  ask.Set("then_exit", true);
  Student student = SampleStudent();
  EXPECT_EQ(student.Ask("leave_a_child", ask).outcome().verdict,
            Verdict::kPrematureExit);
  EXPECT_EQ(student.leak(), std::nullopt);
}

// A jail writes its report and passes the exit status on.
Student JailedStudent(const std::string& report) {
  return Student(
      {.runner = {ProgramPath("JAIL"), report, ProgramPath("RUNNER")},
       .jailed = true});
}

TEST(StudentTest, WhatAJailFoundLeftBehindIsALeakBesideTheAnswer) {
  Student student = JailedStudent("LEAK a process lived on");
  const Answer answer = student.Ask("echo", {{"total", 6}});
  EXPECT_TRUE(answer.Expect({{"total", 6}}).passed());
  EXPECT_FALSE(answer.Expect({{"total", 7}}).passed());
  ASSERT_NE(student.leak(), std::nullopt);
  EXPECT_EQ(student.leak()->got,
            "the right answer, and a process lived on: half of the points");
}

TEST(StudentTest, WhatElseAJailReportsIsTheVerdictWhateverWasAnswered) {
  Student student = JailedStudent("MEM_LIMIT more than 2 GiB");
  EXPECT_EQ(student.Ask("echo", {}).outcome().verdict, Verdict::kMemLimit);
  EXPECT_EQ(student.leak(), std::nullopt);
}

TEST(StudentTest, AJailThatEndedNothingLeavesTheAnswerAsItIs) {
  EXPECT_TRUE(JailedStudent("ENDED").Ask("echo", {}).ok());
  EXPECT_EQ(JailedStudent("ENDED").Ask("exit", {{"code", 7}}).outcome().verdict,
            Verdict::kPrematureExit);
}

// It had no time to say anything.
TEST(StudentTest, AJailThatWasEndedFromHereIsNoFaultOfOurs) {
  Student slow({.runner = {ProgramPath("JAIL"), "", ProgramPath("RUNNER")},
                .jailed = true,
                .time_limit = absl::Milliseconds(300)});
  EXPECT_EQ(slow.Ask("hang", WithChild()).outcome().verdict,
            Verdict::kWallLimit);
  EXPECT_EQ(JailedStudent("").Ask("flood", {}).outcome().verdict,
            Verdict::kOutLimit);
}

// As one does that the system kills, with the runner inside.
TEST(StudentTest, AJailThatDiesWithoutAReportIsOurFault) {
  const Outcome outcome = JailedStudent("").Ask("echo", {}).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kInfra);
  EXPECT_THAT(outcome.got, HasSubstr("without a report"));
}

TEST(StudentTest, AQuestionThatNobodyKnowsIsNoAnswer) {
  const Outcome outcome = SampleStudent().Ask("what", {}).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kPrematureExit);
  EXPECT_THAT(outcome.output, HasSubstr("nothing answers to \"what\""));
}

TEST(StudentTest, ARunnerThatDoesNotStartIsOurFault) {
  Student student({.runner = {"no-such-runner"}});
  const Outcome outcome = student.Ask("echo", {}).outcome();
  EXPECT_EQ(outcome.verdict, Verdict::kInfra);
  EXPECT_THAT(outcome.got, HasSubstr("no-such-runner"));
}

// ---- What checks say of answers

TEST(AnswerTest, ExpectNamesOnlyWhatDiffers) {
  const Answer answer = SampleStudent().Ask(
      "echo", {{"a", 1}, {"b", "x"}, {"c", true}}, "an echo");
  EXPECT_TRUE(answer.Expect({{"a", 1}, {"c", true}}).passed());
  const Outcome outcome = answer.Expect({{"a", 1}, {"b", "y"}, {"d", 2}});
  EXPECT_EQ(outcome.verdict, Verdict::kWrong);
  EXPECT_EQ(outcome.tried, "an echo");
  EXPECT_EQ(outcome.expected, "b = \"y\", d = 2");
  EXPECT_EQ(outcome.got, "b = \"x\", d = nothing");
}

TEST(AnswerTest, AnotherTypeIsAnotherValue) {
  const Answer answer = SampleStudent().Ask("echo", {{"a", "1"}});
  EXPECT_FALSE(answer.Expect({{"a", 1}}).passed());
}

TEST(AnswerTest, WithoutWordsTheArgumentsAreWhatWasTried) {
  const Answer answer = SampleStudent().Ask("echo", {{"a", 1}});
  EXPECT_EQ(answer.outcome().tried, "echo: a = 1");
}

TEST(AnswerTest, WithoutAnAnswerNothingIsAsExpected) {
  const Answer answer = SampleStudent().Ask("crash", {});
  EXPECT_EQ(answer.Expect({}).verdict, Verdict::kCrash);
  EXPECT_EQ(answer.Expect(true, "", "").verdict, Verdict::kCrash);
}

TEST(OutcomeTest, TheFirstFailureCounts) {
  const Outcome pass;
  const Outcome wrong = {.verdict = Verdict::kWrong};
  const Outcome crash = {.verdict = Verdict::kCrash};
  EXPECT_TRUE(FirstFailure({pass, pass}).passed());
  EXPECT_EQ(FirstFailure({pass, crash, wrong}).verdict, Verdict::kCrash);
}

TEST(StudentDeathTest, AProgramThatIsNotListedIsNamed) {
  EXPECT_DEATH(static_cast<void>(SampleStudent().Program("CHILD")),
               "no program CHILD");
}

}  // namespace
}  // namespace exercise
