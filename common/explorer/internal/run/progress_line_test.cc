// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/run/progress_line.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

TEST(ProgressLineTest, SaysHowMuchIsLeft) {
  EXPECT_EQ(
      ProgressLine(
          {.executions = 120'000, .elapsed = absl::Seconds(4), .done = 0.25}),
      "120000 executions, 30000 a second, about 25% done, 12s left");
  EXPECT_EQ(ProgressLine(
                {.executions = 60, .elapsed = absl::Seconds(60), .done = 0.5}),
            "60 executions, 1 a second, about 50% done, 1m left");
}

TEST(ProgressLineTest, SaysNoMoreThanItKnows) {
  EXPECT_EQ(ProgressLine({.executions = 10, .elapsed = absl::Seconds(2)}),
            "10 executions, 5 a second");
  EXPECT_EQ(ProgressLine({.executions = 10}), "10 executions");
  EXPECT_EQ(
      ProgressLine(
          {.executions = 10, .elapsed = absl::Seconds(2), .done = 0.00001}),
      "10 executions, 5 a second, less than 0.01% done");
}

TEST(ProgressLineTest, SaysRoughlyHowLongALongOneTakes) {
  EXPECT_EQ(
      ProgressLine(
          {.executions = 1'000'000, .elapsed = absl::Hours(24), .done = 0.001}),
      "1000000 executions, 12 a second, about 0.1% done, more than 100 "
      "days left");
}

TEST(ProgressLineTest, AnEstimateThatIsOffIsStillOne) {
  EXPECT_EQ(ProgressLine(
                {.executions = 4, .elapsed = absl::Seconds(2), .done = 1.01}),
            "4 executions, 2 a second, about 100% done, 0 left");
}

}  // namespace
}  // namespace explorer::internal
