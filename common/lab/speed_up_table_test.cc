// SPDX-License-Identifier: Apache-2.0

#include "common/lab/speed_up_table.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/lab/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ContainsRegex;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;

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

TEST(SpeedUpTableTest, AWayThatFailedKeepsItsColumn) {
  EXPECT_THAT(
      SpeedUpTable({{"a", "serial", std::nullopt}, {"a", "threads", 2}}),
      ContainsRegex("workload +serial +threads\n-+\na +- +2.00 s\n"));
}

TEST(SpeedUpTableTest, ManyWaysStandOneBelowTheOther) {
  EXPECT_EQ(SpeedUpTable({{"32 children", "one after another", 1},
                          {"32 children", "on threads", 0.5},
                          {"32 children", "side by side, one thread", 0.25},
                          {"32 children", "through a shell", 2}}),
            "workload                              time\n"
            "------------------------------------------\n"
            "32 children\n"
            "  one after another                 1.00 s\n"
            "  on threads                 2.00x  500 ms\n"
            "  side by side, one thread   4.00x  250 ms\n"
            "  through a shell            0.50x  2.00 s\n");
}

TEST(SpeedUpTableTest, NoLineIsWiderThanEightyColumns) {
  const std::string longest(kMaxNameLength, 'x');
  for (int ways = 1; ways <= 9; ++ways) {
    std::vector<Measurement> measurements = {{longest, longest, 3600}};
    for (int way = 1; way < ways; ++way) {
      // As far apart as two times get: an hour and a nanosecond.
      measurements.push_back(
          {longest, absl::StrCat(longest.substr(1), way), 1e-9});
    }
    const std::string table = SpeedUpTable(measurements);
    const std::vector<std::string> lines = absl::StrSplit(table, '\n');
    EXPECT_THAT(lines, Each(SizeIs(Le(kColumns)))) << table;
  }
}

TEST(SpeedUpTableTest, NothingMeasuredIsNoTable) {
  EXPECT_EQ(SpeedUpTable({}), "");
}

}  // namespace
}  // namespace lab
