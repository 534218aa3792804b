// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/speed_up_chart.h"

#include <string>
#include <vector>

#include "common/lab/comparison.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::DoubleEq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointwise;

ComparisonTable Table(std::vector<double> serial, std::vector<double> threads) {
  return {"", {{"select", {{"serial", serial}, {"threads", threads}}}}};
}

TEST(SpeedUpChartTest, TheAxisGoesInRoundStepsPastTheFastestRun) {
  EXPECT_THAT(AxisTicks(Table({5}, {1})),
              Pointwise(DoubleEq(), {0, 1, 2, 3, 4, 5}));
  EXPECT_THAT(AxisTicks(Table({5}, {0.8, 1, 1})),
              Pointwise(DoubleEq(), {0, 2, 4, 6, 8}));
  EXPECT_THAT(AxisTicks(Table({130}, {1})),
              Pointwise(DoubleEq(), {0, 50, 100, 150}));
}

TEST(SpeedUpChartTest, TheAxisReachesOneWhereAllAreSlower) {
  EXPECT_THAT(AxisTicks(Table({1}, {10})),
              Pointwise(DoubleEq(), {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}));
}

TEST(SpeedUpChartTest, ARunThatTookNoTimeDoesNotStretchTheAxis) {
  const ComparisonTable table = Table({3}, {0, 1, 1});
  EXPECT_EQ(AxisTicks(table).back(), 3);
  EXPECT_THAT(SpeedUpChart(table), HasSubstr("fastest run ∞"));
}

TEST(SpeedUpChartTest, BarsAreInProportionToTheSpeedUps) {
  const std::string chart = SpeedUpChart(Table({3}, {1}));
  EXPECT_THAT(chart, HasSubstr("class=\"baseline\" x=\"0\" y=\"6\" "
                               "width=\"33.3333%\""));
  EXPECT_THAT(chart, HasSubstr("class=\"way\" x=\"0\" y=\"6\" width=\"100%\""));
}

TEST(SpeedUpChartTest, ABarSaysInWordsWhatItShows) {
  EXPECT_THAT(SpeedUpChart(Table({4}, {2, 4, 1})),
              HasSubstr("<title>select, threads: 2.00x</title>"
                        "<desc>Slowest run 1.00x, fastest run 4.00x</desc>"));
}

TEST(SpeedUpChartTest, OneRunHasNoSpread) {
  EXPECT_THAT(SpeedUpChart(Table({4}, {2})), Not(HasSubstr("spread")));
  EXPECT_THAT(SpeedUpChart(Table({4, 4}, {2, 2})), HasSubstr("spread"));
}

TEST(SpeedUpChartTest, WithoutABaselineThereAreTimesAndNoBars) {
  const std::string chart = SpeedUpChart(Table({}, {2}));
  EXPECT_THAT(chart, HasSubstr("not measured"));
  EXPECT_THAT(chart, HasSubstr("2.00&nbsp;s"));
  EXPECT_THAT(chart, Not(HasSubstr("role=\"img\"")));
}

TEST(SpeedUpChartTest, NamesAreShownAsTheyAre) {
  const std::string chart =
      SpeedUpChart({"", {{"<b>&\"", {{"<i>", {1}}, {"'", {1}}}}}});
  EXPECT_THAT(chart, HasSubstr("<h3>&lt;b&gt;&amp;&quot;</h3>"));
  EXPECT_THAT(chart, HasSubstr("<title>&lt;b&gt;&amp;&quot;, &#39;: 1.00x"));
  EXPECT_THAT(chart, HasSubstr("<em>&lt;i&gt;</em>"));
  EXPECT_THAT(chart, Not(HasSubstr("<b>&")));
}

}  // namespace
}  // namespace lab
