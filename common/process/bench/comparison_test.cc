// SPDX-License-Identifier: Apache-2.0

#include "common/process/bench/comparison.h"

#include <optional>

#include "gtest/gtest.h"

namespace process_bench {
namespace {

TEST(ComparisonTest, TakesTheMinimumOfAllRounds) {
  Comparison comparison;
  comparison.Add("spawn", kOurs, {30, 20});
  comparison.Add("spawn", kOurs, {10, 40});
  EXPECT_EQ(comparison.Value("spawn", kOurs), 10);
}

TEST(ComparisonTest, TakesTheMedianWhereAsked) {
  Comparison comparison;
  comparison.SetStatistic("wait", Statistic::kMedian);
  comparison.Add("wait", kOurs, {50, 10});
  comparison.Add("wait", kOurs, {20});
  EXPECT_EQ(comparison.Value("wait", kOurs), 20);
}

TEST(ComparisonTest, BestPeerIsNeverOurs) {
  Comparison comparison;
  comparison.Add("spawn", kOurs, {10});
  comparison.Add("spawn", "fork", {40});
  comparison.Add("spawn", "posix_spawn", {20});
  EXPECT_EQ(comparison.BestPeer("spawn")->peer, "posix_spawn");
  EXPECT_EQ(comparison.BestRatio("spawn"), 0.5);
}

TEST(ComparisonTest, FiguresAreSortedSmallestFirst) {
  Comparison comparison;
  comparison.Add("spawn", "fork", {40});
  comparison.Add("spawn", kOurs, {10});
  const auto figures = comparison.Figures("spawn");
  ASSERT_EQ(figures.size(), 2u);
  EXPECT_EQ(figures[0].peer, kOurs);
  EXPECT_EQ(figures[1].value, 40);
}

TEST(ComparisonTest, RatioComparesAcrossRows) {
  Comparison comparison;
  comparison.Add("spawn", kOurs, {10});
  comparison.Add("spawn_1gib", kOurs, {11});
  EXPECT_EQ(comparison.Ratio("spawn_1gib", kOurs, "spawn"), 1.1);
}

TEST(ComparisonTest, WhatWasNotMeasuredHasNoValue) {
  Comparison comparison;
  comparison.Add("spawn", kOurs, {10});
  comparison.Add("spawn", "fork", {});
  EXPECT_EQ(comparison.Value("spawn", "fork"), std::nullopt);
  EXPECT_EQ(comparison.Value("wait", kOurs), std::nullopt);
  EXPECT_EQ(comparison.BestRatio("spawn"), std::nullopt);
  EXPECT_EQ(comparison.Ratio("spawn", "fork", "spawn"), std::nullopt);
}

}  // namespace
}  // namespace process_bench
