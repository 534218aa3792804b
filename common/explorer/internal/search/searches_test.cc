// SPDX-License-Identifier: Apache-2.0
//
// The searches beside the optimal one.

#include <cstdint>
#include <vector>

#include "common/explorer/internal/search/exhaustive_search.h"
#include "common/explorer/internal/search/follow_search.h"
#include "common/explorer/internal/search/random_search.h"
#include "common/explorer/internal/search/shorter_schedule.h"
#include "common/explorer/internal/search/testing/small_program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = Instruction::Kind;

const SmallProgram kLostUpdate = {{{Kind::kRead, 0}, {Kind::kWrite, 0}},
                                  {{Kind::kRead, 0}, {Kind::kWrite, 0}}};

TEST(ExhaustiveSearchTest, RunsEachSchedule) {
  ExhaustiveSearch search;
  // Three steps each, the start among them: 6! / (3! * 3!).
  EXPECT_EQ(RunAll(kLostUpdate, search).complete, 20u);
  EXPECT_FALSE(search.bounded());
}

TEST(ExhaustiveSearchTest, WithoutPreemptionsThreadsRunToTheirEnd) {
  ExhaustiveSearch search({.preemptions = 0});
  EXPECT_EQ(RunAll(kLostUpdate, search).complete, 2u);
  EXPECT_TRUE(search.bounded());
}

TEST(ExhaustiveSearchTest, ABoundIsACountOfPreemptions) {
  uint64_t before = 0;
  for (int bound = 0; bound <= 4; ++bound) {
    ExhaustiveSearch search({.preemptions = bound});
    const uint64_t runs = RunAll(kLostUpdate, search).complete;
    EXPECT_GT(runs, before);
    before = runs;
  }
  EXPECT_EQ(before, 20u);
}

TEST(ExhaustiveSearchTest, ASwitchAwayFromABlockedThreadIsFree) {
  const SmallProgram blocked = {{{Kind::kLock, 0}, {Kind::kUnlock, 0}},
                                {{Kind::kLock, 0}, {Kind::kUnlock, 0}}};
  ExhaustiveSearch search({.preemptions = 0});
  EXPECT_EQ(RunAll(blocked, search).deadlocks, 0u);
}

TEST(RandomSearchTest, TheSameSeedMakesTheSameRuns) {
  for (const uint64_t seed : {1u, 2u, 77u}) {
    RandomSearch a({.runs = 20, .depth = 3, .seed = seed});
    RandomSearch b({.runs = 20, .depth = 3, .seed = seed});
    EXPECT_EQ(RunAll(kLostUpdate, a).traces, RunAll(kLostUpdate, b).traces);
  }
}

TEST(RandomSearchTest, ManyRunsSeeEachOutcome) {
  ExhaustiveSearch every;
  RandomSearch random({.runs = 500, .depth = 3, .seed = 1});
  const Runs runs = RunAll(kLostUpdate, random);
  EXPECT_EQ(runs.complete, 500u);
  EXPECT_EQ(runs.outcomes, RunAll(kLostUpdate, every).outcomes);
}

TEST(FollowSearchTest, FollowsTheScheduleAndGoesOn) {
  FollowSearch search({1, 1, 0}, FollowSearch::Strict::kYes);
  search.Begin();
  const std::vector<Operation> next(2);
  EXPECT_EQ(search.Choose({0b11, next, -1}), 1);
  EXPECT_EQ(search.Choose({0b11, next, 1}), 1);
  EXPECT_EQ(search.Choose({0b11, next, 1}), 0);
  EXPECT_EQ(search.Choose({0b11, next, 0}), 0);
  EXPECT_EQ(search.Choose({0b10, next, 0}), 1);
  EXPECT_FALSE(search.Next());
}

TEST(FollowSearchTest, AThreadThatCannotGoOnIsAnErrorOrLeftOut) {
  const std::vector<Operation> next(2);
  FollowSearch strict({1}, FollowSearch::Strict::kYes);
  strict.Begin();
  EXPECT_EQ(strict.Choose({0b01, next, -1}), Search::kNotDeterministic);
  FollowSearch lenient({1}, FollowSearch::Strict::kNo);
  lenient.Begin();
  EXPECT_EQ(lenient.Choose({0b01, next, -1}), 0);
}

using Schedule = std::vector<uint8_t>;

TEST(ShorterScheduleTest, JoinsTurnsWhoseOrderDoesNotMatter) {
  const auto anything_goes = [](const Schedule& schedule) { return schedule; };
  EXPECT_THAT(ShorterSchedule({0, 1, 0, 1, 0}, anything_goes),
              ElementsAre(0, 0, 0, 1, 1));
}

TEST(ShorterScheduleTest, KeepsWhatTheFindingNeeds) {
  // Thread 1 must run between two steps of thread 0.
  const auto attempt = [](const Schedule& schedule) -> Schedule {
    const bool has_it = schedule.front() == 0 && schedule.back() == 0;
    return has_it ? schedule : Schedule();
  };
  EXPECT_THAT(ShorterSchedule({0, 1, 0, 1, 0}, attempt),
              ElementsAre(0, 0, 1, 1, 0));
}

TEST(ShorterScheduleTest, AScheduleThatNothingShortensStays) {
  const auto never = [](const Schedule&) { return Schedule(); };
  EXPECT_THAT(ShorterSchedule({0, 1, 0}, never), ElementsAre(0, 1, 0));
}

}  // namespace
}  // namespace explorer::internal
