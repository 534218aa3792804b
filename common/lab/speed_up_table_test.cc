// SPDX-License-Identifier: Apache-2.0

#include "common/lab/speed_up_table.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(SpeedUpTableTest, ShowsEachWayAgainstTheFirst) {
  EXPECT_EQ(SpeedUpTable({
                {"factorise", "serial", 0.0400},
                {"factorise", "threads", 0.0200},
                {"select", "serial", 0.5},
                {"select", "threads", 0.1},
            }),
            "workload     serial          threads\n"
            "------------------------------------\n"
            "factorise   40.0 ms   2.00x  20.0 ms\n"
            "select       500 ms    5.00x  100 ms\n");
}

TEST(SpeedUpTableTest, ASlowerWayIsLessThanOne) {
  EXPECT_THAT(SpeedUpTable({{"w", "serial", 1}, {"w", "threads", 4}}),
              HasSubstr("0.25x"));
}

TEST(SpeedUpTableTest, AMissingMeasurementIsADash) {
  EXPECT_THAT(
      SpeedUpTable(
          {{"a", "serial", 1}, {"a", "threads", 1}, {"b", "serial", 1}}),
      ContainsRegex("b +1.00 s +-\n"));
}

TEST(SpeedUpTableTest, ARowWithoutBaselineShowsItsTimeAlone) {
  EXPECT_THAT(SpeedUpTable({{"a", "serial", 1}, {"b", "threads", 2}}),
              ContainsRegex("b +- +2.00 s\n"));
}

TEST(SpeedUpTableTest, ATimeOfZeroHasNoRatio) {
  EXPECT_THAT(SpeedUpTable({{"a", "serial", 1}, {"a", "threads", 0}}),
              ContainsRegex("a +1.00 s +0.00 ns\n"));
}

TEST(SpeedUpTableTest, NothingMeasuredIsNoTable) {
  EXPECT_EQ(SpeedUpTable({}), "");
}

}  // namespace
}  // namespace lab
