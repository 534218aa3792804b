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

std::vector<Measurement> AgainstOwnSerial(const std::string& workload,
                                          const std::string& way, double serial,
                                          double threads) {
  return {{workload, way + " serial", serial, way + " serial", true},
          {workload, way, threads, way + " serial"}};
}

// The table of a lab that compares `ways`, each with a serial run of its own.
std::string TableOfOwnBaselines(const std::vector<std::string>& ways) {
  std::vector<Measurement> all;
  for (const std::string workload : {"5 blocking selects", "5 files"}) {
    all.push_back({workload, "serial", 0.5, "serial"});
    all.push_back({workload, "no GIL", 0.1, "serial"});
    for (const std::string& way : ways) {
      for (const Measurement& m : AgainstOwnSerial(workload, way, 1, 2)) {
        all.push_back(m);
      }
    }
  }
  return SpeedUpTable(all);
}

TEST(SpeedUpTableTest, AWayIsComparedWithTheOneItNames) {
  EXPECT_EQ(TableOfOwnBaselines({"new GIL"}),
            "workload             serial          no GIL         new GIL\n"
            "-----------------------------------------------------------\n"
            "5 blocking selects   500 ms   5.00x  100 ms   0.50x  2.00 s\n"
            "5 files              500 ms   5.00x  100 ms   0.50x  2.00 s\n");
}

TEST(SpeedUpTableTest, RatiosAloneKeepManyOwnBaselinesInColumns) {
  EXPECT_EQ(TableOfOwnBaselines({"new GIL", "old GIL", "CPython 3.11"}),
            "workload             serial   no GIL   new GIL   old GIL   "
            "CPython 3.11\n"
            "------------------------------------------------------------------"
            "-----\n"
            "5 blocking selects   500 ms    5.00x     0.50x     0.50x          "
            "0.50x\n"
            "5 files              500 ms    5.00x     0.50x     0.50x          "
            "0.50x\n");
  EXPECT_EQ(
      TableOfOwnBaselines(
          {"new GIL", "old GIL", "CPython 3.11", "CPython 2.7"}),
      "workload            serial  no GIL  new GIL  old GIL  CPython 3.11  "
      "CPython 2.7\n"
      "-------------------------------------------------------------------"
      "------------\n"
      "5 blocking selects  500 ms   5.00x    0.50x    0.50x         0.50x  "
      "      0.50x\n"
      "5 files             500 ms   5.00x    0.50x    0.50x         0.50x  "
      "      0.50x\n");
}

TEST(SpeedUpTableTest, MoreOwnBaselinesThanFitStandOneBelowTheOther) {
  EXPECT_THAT(TableOfOwnBaselines({"CPython 2.7.18", "CPython 3.9.18",
                                   "CPython 3.11.7", "CPython 3.13.0"}),
              HasSubstr("\n5 files\n"
                        "  serial                    500 ms\n"
                        "  no GIL             5.00x  100 ms\n"));
}

TEST(SpeedUpTableTest, AWayWhoseOwnBaselineFailedShowsItsTimeAlone) {
  EXPECT_THAT(SpeedUpTable({{"a", "serial", 1, "serial"},
                            {"a", "new GIL serial", std::nullopt,
                             "new GIL serial", true},
                            {"a", "new GIL", 2, "new GIL serial"}}),
              HasSubstr("\na          1.00 s    2.00 s\n"));
}

TEST(SpeedUpTableTest, NothingMeasuredIsNoTable) {
  EXPECT_EQ(SpeedUpTable({}), "");
}

}  // namespace
}  // namespace lab
