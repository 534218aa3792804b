// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/conclusions.h"

#include <string>
#include <vector>

#include "common/lab/comparison.h"
#include "common/lab/python/cpython.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch37/chosen_pythons.h"

namespace ch37 {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

ChosenPythons With311() {
  return {.pythons = {{.path = "", .version = "3.11.7"}}, .reference = 0};
}

lab::Comparison Row(const std::string& name, double real, double model) {
  return {.workload = name,
          .ways = {{.way = "CPython 3.11", .seconds = {real}},
                   {.way = kModelName, .seconds = {model}}}};
}

// A workload whose threads are so many times as fast as its serial run.
lab::Comparison SpeedUps(const std::string& name, double new_gil,
                         double old_gil, double real) {
  const auto column = [](const std::string& way, double speed_up) {
    return std::vector<lab::WayRuns>{
        {.way = way + " serial", .seconds = {1.0}, .baseline_only = true},
        {.way = way, .seconds = {1 / speed_up}, .against = way + " serial"}};
  };
  lab::Comparison comparison = {.workload = name};
  for (const auto& ways :
       {column(kNewGilName, new_gil), column(kOldGilName, old_gil),
        column("CPython 3.11", real)}) {
    comparison.ways.insert(comparison.ways.end(), ways.begin(), ways.end());
  }
  return comparison;
}

TEST(DeviationsTest, ATimeWithinFifteenPercentAgrees) {
  const auto deviations = Deviations(
      {Row("a", 0.010, 0.011), Row("b", 0.010, 0.012), Row("c", 0.010, 0.0086)},
      With311());
  ASSERT_THAT(deviations, SizeIs(3));
  EXPECT_NEAR(deviations[0].percent, 10, 0.01);
  EXPECT_TRUE(deviations[0].agrees);
  EXPECT_NEAR(deviations[1].percent, 20, 0.01);
  EXPECT_FALSE(deviations[1].agrees);
  EXPECT_TRUE(deviations[2].agrees);
}

TEST(DeviationsTest, AShortTimeWithinAThirdOfAMillisecondAgrees) {
  const auto deviations = Deviations({Row("a", 0.0010, 0.0012)}, With311());
  ASSERT_THAT(deviations, SizeIs(1));
  EXPECT_TRUE(deviations[0].agrees);
}

TEST(DeviationsTest, SpeedUpsAreHeldAgainstEachOther) {
  const auto deviations = Deviations(
      {SpeedUps("select", 4.9, 4.9, 5.0), SpeedUps("lines", 1.0, 0.5, 1.5)},
      With311());
  ASSERT_THAT(deviations, SizeIs(2));
  EXPECT_NEAR(deviations[0].percent, 2, 0.01);
  EXPECT_TRUE(deviations[0].agrees);
  EXPECT_FALSE(deviations[1].agrees);
}

TEST(DeviationsTest, WhatWasNotRunIsLeftOut) {
  lab::Comparison row = Row("a", 0.010, 0.010);
  row.ways[0].seconds.clear();
  EXPECT_THAT(Deviations({row}, With311()), IsEmpty());
  EXPECT_THAT(Deviations({Row("a", 0.010, 0.010)}, ChosenPythons()), IsEmpty());
}

TEST(ConclusionsTest, TheDeviationLineNamesEachFigureAndWhatIsApart) {
  EXPECT_THAT(
      Conclusions({Row("slice", 0.010, 0.0101)}, With311()),
      ElementsAre("Deviation of the model of the new GIL from CPython 3.11.7: "
                  "slice 1.0 %. All agree within 15 % or 0.3 ms."));
  EXPECT_THAT(Conclusions({Row("slice", 0.010, 0.020)}, With311()),
              ElementsAre(HasSubstr("Not within 15 % or 0.3 ms: slice.")));
}

TEST(ConclusionsTest, LargeWritesAreShownAndNotJudged) {
  EXPECT_THAT(
      Conclusions({SpeedUps(kLargeWritesRow, 3.0, 1.0, 1.5)}, With311()),
      Contains(
          AllOf(HasSubstr("5 large writes 100.0 % (the page cache's doing: "
                          "not judged)"),
                HasSubstr("All agree"))));
}

TEST(ConclusionsTest, TheOldLockIsSummedUp) {
  const std::vector<lab::Comparison> comparisons = {
      SpeedUps(kFactoriseRow, 1.0, 0.5, 1.0),
      {.workload = kLocksSwitchRow,
       .ways = {{.way = kNewGilName, .seconds = {0.005}},
                {.way = kOldGilName, .seconds = {0.00005}}}}};
  EXPECT_THAT(Conclusions(comparisons, {.unwanted = true}),
              ElementsAre("The old GIL: four threads took 2.00 times as long "
                          "as one, and it changed hands 100 times as often as "
                          "the new one."));
}

TEST(ConclusionsTest, WithoutAPythonTheSkippedColumnsAreSaid) {
  EXPECT_THAT(Conclusions({}, ChosenPythons()),
              ElementsAre(HasSubstr("No python3 in PATH")));
  EXPECT_THAT(Conclusions({}, {.unwanted = true}), IsEmpty());
}

TEST(ConclusionsTest, PythonsWithoutAColumnAreNamed) {
  ChosenPythons chosen = With311();
  chosen.left_out = {{.path = "", .version = "3.10.1"}};
  EXPECT_THAT(Conclusions({}, chosen),
              ElementsAre(HasSubstr("--all-pythons: CPython 3.10.")));
}

}  // namespace
}  // namespace ch37
