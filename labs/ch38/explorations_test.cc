// SPDX-License-Identifier: Apache-2.0
//
// What the explorer finds in each of the chapter's programs, and in how many of
// its schedules.

#include "labs/ch38/explorations.h"

#include <cstdint>
#include <set>
#include <string>

#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

using ::testing::HasSubstr;
using Kind = explorer::Finding::Kind;

explorer::Result All(const std::string& name) {
  const Exploration* exploration = FindExploration(name);
  EXPECT_NE(exploration, nullptr) << name;
  return ExploreAll(*exploration);
}

void ExpectFound(const std::string& name, Kind kind, uint64_t failures,
                 uint64_t executions) {
  const explorer::Result result = All(name);
  EXPECT_EQ(result.finding().kind, kind) << name << result;
  EXPECT_EQ(result.failures(), failures) << name << result;
  EXPECT_EQ(result.executions(), executions) << name;
}

void ExpectProved(const std::string& name, uint64_t executions) {
  const explorer::Result result = All(name);
  EXPECT_TRUE(result.proved()) << name << result;
  EXPECT_EQ(result.executions(), executions) << name;
}

TEST(ExplorationsTest, NamesDiffer) {
  std::set<std::string> names;
  for (const Exploration& exploration : Explorations()) {
    EXPECT_TRUE(names.insert(exploration.name).second) << exploration.name;
  }
  EXPECT_EQ(FindExploration("no-such-name"), nullptr);
}

TEST(ExplorationsTest, APlainCounterLosesUpdatesInAllButTheSerialOrders) {
  ExpectFound("lost-update", Kind::kFailedAssertion, 2, 4);
  ExpectFound("lost-update-5", Kind::kFailedAssertion, 14'280, 14'400);
}

// 20 times the same, to the letter: it is no matter of luck.
TEST(ExplorationsTest, TheLostUpdateIsFoundEveryTimeBySchedule2) {
  const Exploration& lost_update = *FindExploration("lost-update");
  const std::string first = ExploreUntilFound(lost_update).ToString();
  for (int i = 0; i < 20; ++i) {
    const explorer::Result result = ExploreUntilFound(lost_update);
    ASSERT_EQ(result.executions(), 2u);
    ASSERT_EQ(result.ToString(), first);
  }
}

TEST(ExplorationsTest, TheLostUpdateHappensAsTheLectureSays) {
  const std::string trace =
      ExploreUntilFound(*FindExploration("lost-update")).trace();
  size_t at = 0;
  for (const char* step :
       {"read v1: 0", "read v1: 0", "write v1: 0 -> 1", "write v1: 1 -> 1"}) {
    at = trace.find(step, at);
    ASSERT_NE(at, std::string::npos) << step << "\n" << trace;
    ++at;
  }
}

TEST(ExplorationsTest, APlainCounterIsADataRaceAndRelaxedStepsAreNone) {
  // Behind a race there is nothing to look for.
  ExpectFound("data-race", Kind::kDataRace, 1, 1);
  ExpectFound("relaxed-steps", Kind::kFailedAssertion, 2, 4);
}

TEST(ExplorationsTest, ExactCountersLoseNothingInAnyOrder) {
  ExpectProved("locked", 2);
  ExpectProved("locked-5", 120);
  ExpectProved("atomic-5", 120);
  ExpectProved("sharded-5", 12);
}

TEST(ExplorationsTest, AMoveUnderOneLockIsNeverSeenHalfDone) {
  ExpectProved("coarse-total", 2);
}

TEST(ExplorationsTest, LocksInTheOrderOfTheCallDeadlock) {
  ExpectFound("source-first", Kind::kDeadlock, 1, 3);
}

TEST(ExplorationsTest, LocksInOneOrderNever) { ExpectProved("lower-first", 2); }

TEST(ExplorationsTest, WithoutALockLimitsOfTwoSetsAreSeenTogether) {
  const explorer::Result result = All("torn-limits");
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("high - low"));
}

TEST(ExplorationsTest, ReadersNeverMeetTheWriter) {
  const explorer::Result result = All("reader-locks");
  EXPECT_TRUE(result.proved()) << result;
}

TEST(ExplorationsTest, WhoLooksAndThenWaitsMissesTheWakeup) {
  const explorer::Result result = All("missed-wakeup");
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
  EXPECT_GT(result.executions(), result.failures());
}

TEST(ExplorationsTest, WhoNamesTheConditionNever) {
  const explorer::Result result = All("condition");
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace ch38
