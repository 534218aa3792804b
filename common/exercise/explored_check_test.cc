// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/explored_check.h"

#include <string>

#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"
#include "common/explorer/explorer.h"
#include "common/process/testing/program_path.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::explorer::Finding;
using ::testing::HasSubstr;
using ::testing_util::ProgramPath;

Outcome Ask(const Exploration& exploration) {
  Student student({.runner = {ProgramPath("RUNNER")}});
  Random random(1, "Check");
  return ExpectProved(student, random, exploration);
}

Outcome AskFor(Finding::Kind kind) {
  return Ask({.question = "found",
              .arguments = {{"kind", explorer::ToString(kind)}},
              .tried = "2 threads"});
}

TEST(ExpectProvedTest, PassesForAProofBesideACanarysFinding) {
  EXPECT_TRUE(Ask({.question = "proved"}).passed());
}

TEST(ExpectProvedTest, AFindingBecomesAVerdictWithItsSchedule) {
  const Outcome outcome = AskFor(Finding::Kind::kDataRace);
  EXPECT_EQ(outcome.verdict, Verdict::kDataRace);
  EXPECT_EQ(outcome.tried, "2 threads, in this order:\nthe schedule");
  EXPECT_EQ(outcome.got, "data race: counter.cc:12 is where");
}

TEST(ExpectProvedTest, EachKindOfFindingHasAVerdict) {
  using Kind = Finding::Kind;
  EXPECT_EQ(AskFor(Kind::kFailedAssertion).verdict, Verdict::kWrong);
  EXPECT_EQ(AskFor(Kind::kException).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kDeadlock).verdict, Verdict::kDeadlock);
  EXPECT_EQ(AskFor(Kind::kMissedWakeup).verdict, Verdict::kDeadlock);
  EXPECT_EQ(AskFor(Kind::kWrongUnlock).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kDestroyedInUse).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kWrongJoin).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kLeakedThread).verdict, Verdict::kLeak);
  EXPECT_EQ(AskFor(Kind::kLivelock).verdict, Verdict::kCpuLimit);
  EXPECT_EQ(AskFor(Kind::kEndlessLoop).verdict, Verdict::kCpuLimit);
  EXPECT_EQ(AskFor(Kind::kTooMuchMemory).verdict, Verdict::kMemLimit);
  EXPECT_EQ(AskFor(Kind::kCrash).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kTooManySteps).verdict, Verdict::kCpuLimit);
  EXPECT_EQ(AskFor(Kind::kTooManyThreads).verdict, Verdict::kProcLimit);
  EXPECT_EQ(AskFor(Kind::kStackOverflow).verdict, Verdict::kCrash);
  EXPECT_EQ(AskFor(Kind::kUnsupported).verdict, Verdict::kPolicy);
  EXPECT_EQ(AskFor(Kind::kNotDeterministic).verdict, Verdict::kFlaky);
}

TEST(ExpectProvedTest, NeitherProofNorFindingIsWrong) {
  const Outcome outcome = Ask({.question = "not_proved"});
  EXPECT_EQ(outcome.verdict, Verdict::kWrong);
  EXPECT_EQ(outcome.got, "no proof of that. Some note.");
}

TEST(ExpectProvedTest, WhoAlwaysReportsAProofIsNotBelieved) {
  const Outcome outcome = Ask({.question = "always_proved"});
  EXPECT_EQ(outcome.verdict, Verdict::kPolicy);
  EXPECT_THAT(outcome.got, HasSubstr("can't be believed"));
}

TEST(ExpectProvedTest, ExecutionsAreCountedWhereTheyAreKnown) {
  EXPECT_TRUE(
      Ask({.question = "proved", .executions = 6, .canary_executions = 1})
          .passed());
  EXPECT_EQ(Ask({.question = "proved", .executions = 7}).verdict,
            Verdict::kWrong);
  EXPECT_EQ(Ask({.question = "proved", .canary_executions = 2}).verdict,
            Verdict::kPolicy);
}

TEST(ExpectProvedTest, TheEndOfTheProcessCountsAsElsewhere) {
  EXPECT_EQ(Ask({.question = "exit_at_once"}).verdict, Verdict::kPrematureExit);
}

TEST(ExpectExploredTest, WantsAProofAndTheValues) {
  Student student({.runner = {ProgramPath("RUNNER")}});
  const Answer right = student.Ask("echo", {{"proved", true}, {"total", 6}});
  EXPECT_TRUE(ExpectExplored(right, {{"total", 6}}).passed());
  EXPECT_FALSE(ExpectExplored(right, {{"total", 7}}).passed());
  const Answer stuck = student.Ask(
      "echo", {{"proved", false}, {"finding", "deadlock"}, {"total", 6}});
  EXPECT_EQ(ExpectExplored(stuck, {{"total", 6}}).verdict, Verdict::kDeadlock);
}

}  // namespace
}  // namespace exercise
