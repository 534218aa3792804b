// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/blocking_select.h"

#include <chrono>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

TEST(BlockingSelectTest, BlocksForTheWholeTimeout) {
  // Windows wakes a waiting thread up to one clock tick (16 ms) early.
  constexpr auto kTick = std::chrono::milliseconds(16);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(BlockingSelect(absl::Milliseconds(60)).ok());
  EXPECT_GE(std::chrono::steady_clock::now() - start,
            std::chrono::milliseconds(60) - kTick);
}

TEST(BlockingSelectTest, ATimeoutOfZeroReturnsAtOnce) {
  EXPECT_TRUE(BlockingSelect(absl::ZeroDuration()).ok());
}

TEST(BlockingSelectTest, AWaitThatCannotEndIsRefused) {
  for (absl::Duration timeout :
       {absl::Milliseconds(-1), absl::InfiniteDuration(),
        -absl::InfiniteDuration()}) {
    EXPECT_EQ(BlockingSelect(timeout).code(),
              absl::StatusCode::kInvalidArgument)
        << timeout;
  }
}

TEST(BlockingSelectTest, ManyCallsReportTheFirstError) {
  EXPECT_TRUE(BlockingSelects(3, absl::Milliseconds(1)).ok());
  EXPECT_TRUE(BlockingSelectsOnThreads(3, absl::Milliseconds(1)).ok());
  EXPECT_FALSE(BlockingSelects(3, absl::Milliseconds(-1)).ok());
  EXPECT_FALSE(BlockingSelectsOnThreads(3, absl::Milliseconds(-1)).ok());
}

TEST(BlockingSelectTest, NoCallsAreDoneAtOnce) {
  EXPECT_TRUE(BlockingSelects(0, absl::Seconds(1)).ok());
  EXPECT_TRUE(BlockingSelectsOnThreads(0, absl::Seconds(1)).ok());
}

}  // namespace
}  // namespace ch37
