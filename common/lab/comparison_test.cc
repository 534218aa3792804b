// SPDX-License-Identifier: Apache-2.0

#include "common/lab/comparison.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Each table as "caption: workload(way way) ...".
std::vector<std::string> Shape(const std::vector<Comparison>& comparisons) {
  std::vector<std::string> shape;
  for (const ComparisonTable& table : GroupIntoTables(comparisons)) {
    std::string& line = shape.emplace_back(table.caption + ":");
    for (const Comparison& comparison : table.comparisons) {
      line += " " + comparison.workload + "(";
      for (const WayRuns& runs : comparison.ways) {
        line += (line.back() == '(' ? "" : " ") + runs.way;
      }
      line += ")";
    }
  }
  return shape;
}

Comparison Threads(const std::string& workload) {
  return {workload, {{"serial", {1}}, {"threads", {1}}}};
}

Comparison Shell(const std::string& workload) {
  return {workload, {{"no shell", {1}}, {"shell", {1}}}};
}

Comparison Begin(const std::string& section, Comparison comparison) {
  comparison.section = section;
  return comparison;
}

TEST(ComparisonTest, NeighboursWithTheSameWaysShareATable) {
  EXPECT_THAT(Shape({Threads("a"), Threads("b"), Shell("c"), Threads("d")}),
              ElementsAre(": a(serial threads) b(serial threads)",
                          ": c(no shell shell)", ": d(serial threads)"));
}

TEST(ComparisonTest, TheOrderOfTheWaysCounts) {
  EXPECT_THAT(
      Shape({{"a", {{"x", {1}}, {"y", {1}}}}, {"b", {{"y", {1}}, {"x", {1}}}}}),
      ElementsAre(": a(x y)", ": b(y x)"));
}

TEST(ComparisonTest, ASectionBeginsATableInAnyCase) {
  EXPECT_THAT(Shape({Threads("a"), Begin("More", Threads("b"))}),
              ElementsAre(": a(serial threads)", "More: b(serial threads)"));
}

TEST(ComparisonTest, ASectionsCaptionStandsOverItsFirstTableThatRan) {
  Comparison skipped = Begin("More", Threads("a"));
  for (WayRuns& runs : skipped.ways) runs.seconds.clear();
  EXPECT_THAT(Shape({skipped, Shell("b"), Threads("c")}),
              ElementsAre("More: b(no shell shell)", ": c(serial threads)"));
}

TEST(ComparisonTest, WhatWasNeverRunIsLeftOut) {
  EXPECT_THAT(Shape({{"a", {{"serial", {}}, {"threads", {1}}}},
                     {"b", {{"serial", {}}, {"threads", {}}}},
                     {"c", {{"serial", {}}, {"threads", {1}}}}}),
              ElementsAre(": a(threads) c(threads)"));
  EXPECT_THAT(Shape({{"a", {{"serial", {}}}}}), IsEmpty());
}

TEST(ComparisonTest, AWayThatFailedOnceKeepsItsColumn) {
  EXPECT_THAT(Shape({{"a", {{"serial", {}}, {"threads", {1}}}},
                     {"b", {{"serial", {1}}, {"threads", {1}}}}}),
              ElementsAre(": a(serial threads) b(serial threads)"));
}

Comparison OwnBaselines() {
  return {"a",
          {{"serial", {4}, "serial"},
           {"threads", {2}, "serial"},
           {"new GIL serial", {10}, "new GIL serial", true},
           {"new GIL", {20}, "new GIL serial"}}};
}

TEST(ComparisonTest, AWayIsComparedWithTheOneItNames) {
  const Comparison comparison = OwnBaselines();
  EXPECT_EQ(SpeedUpOf(comparison, 0)->median, 1);
  EXPECT_EQ(SpeedUpOf(comparison, 1)->median, 2);
  EXPECT_EQ(SpeedUpOf(comparison, 2)->median, 1);
  EXPECT_EQ(SpeedUpOf(comparison, 3)->median, 0.5);
  EXPECT_TRUE(IsBaseline(comparison, 2));
  EXPECT_FALSE(IsBaseline(comparison, 3));
}

TEST(ComparisonTest, AWayThatNamesNoneIsComparedWithTheFirst) {
  const Comparison comparison = {"a", {{"serial", {4}}, {"threads", {2}}}};
  EXPECT_EQ(SpeedUpOf(comparison, 1)->median, 2);
  EXPECT_TRUE(IsBaseline(comparison, 0));
  EXPECT_FALSE(HasOwnBaselines(comparison));
  EXPECT_TRUE(HasOwnBaselines(OwnBaselines()));
}

TEST(ComparisonTest, WithoutTheBaselineItNamesAWayHasNoSpeedUp) {
  Comparison comparison = OwnBaselines();
  comparison.ways[2].seconds.clear();
  const std::vector<ComparisonTable> tables = GroupIntoTables({comparison});
  const Comparison& shown = tables.at(0).comparisons.at(0);
  ASSERT_EQ(shown.ways.size(), 3);
  EXPECT_EQ(SpeedUpOf(shown, 2), std::nullopt);
  EXPECT_EQ(BaselineOf(shown, 2), nullptr);
}

TEST(ComparisonTest, OtherBaselinesMakeAnotherTable) {
  Comparison other = OwnBaselines();
  other.ways[3].against = "serial";
  EXPECT_EQ(GroupIntoTables({OwnBaselines(), OwnBaselines()}).size(), 1);
  EXPECT_EQ(GroupIntoTables({OwnBaselines(), other}).size(), 2);
}

TEST(ComparisonTest, ABaselineIsShownWhereNoWayIsLeftToCompareWithIt) {
  const auto baseline_only = [](const Comparison& comparison) {
    return GroupIntoTables({comparison})
        .at(0)
        .comparisons.at(0)
        .ways.at(2)
        .baseline_only;
  };
  Comparison comparison = OwnBaselines();
  EXPECT_TRUE(baseline_only(comparison));
  comparison.ways[3].seconds.clear();
  EXPECT_FALSE(baseline_only(comparison));
}

TEST(ComparisonTest, TheMedianIsTheMiddleWhateverTheOrder) {
  EXPECT_EQ(Median({9, 1, 2}), 2);
  EXPECT_EQ(Median({9, 1, 3, 2}), 2.5);
  EXPECT_EQ(Median({4}), 4);
}

TEST(ComparisonTest, SpeedUpIsMedianOverMedianWithTheSpreadOfTheWaysRuns) {
  std::optional<SpeedUp> speed_up =
      SpeedUpOver({"serial", {1, 8, 100}}, {"threads", {16, 2, 4}});
  ASSERT_TRUE(speed_up.has_value());
  EXPECT_THAT(speed_up->median, DoubleEq(2));
  EXPECT_THAT(speed_up->slowest, DoubleEq(0.5));
  EXPECT_THAT(speed_up->fastest, DoubleEq(4));
}

TEST(ComparisonTest, WithoutTwoTimesThereIsNoSpeedUp) {
  EXPECT_EQ(SpeedUpOver({"a", {}}, {"b", {1}}), std::nullopt);
  EXPECT_EQ(SpeedUpOver({"a", {1}}, {"b", {}}), std::nullopt);
  EXPECT_EQ(SpeedUpOver({"a", {0}}, {"b", {1}}), std::nullopt);
  EXPECT_EQ(SpeedUpOver({"a", {1}}, {"b", {0}}), std::nullopt);
}

TEST(ComparisonTest, ARunTooShortForTheClockHasNoBound) {
  std::optional<SpeedUp> speed_up = SpeedUpOver({"a", {1}}, {"b", {0, 1, 1}});
  ASSERT_TRUE(speed_up.has_value());
  EXPECT_TRUE(std::isinf(speed_up->fastest));
}

}  // namespace
}  // namespace lab
