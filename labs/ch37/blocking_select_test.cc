// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/blocking_select.h"

#include <chrono>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

TEST(BlockingSelectTest, BlocksForTheWholeTimeout) {
  // Windows wakes a waiting thread up to one clock tick (16 ms) early.
  constexpr auto kTick = std::chrono::milliseconds(16);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_OK(BlockingSelect(absl::Milliseconds(60)));
  EXPECT_GE(std::chrono::steady_clock::now() - start,
            std::chrono::milliseconds(60) - kTick);
}

TEST(BlockingSelectTest, ATimeoutOfZeroReturnsAtOnce) {
  EXPECT_OK(BlockingSelect(absl::ZeroDuration()));
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

TEST(BlockingSelectTest, ManyCallsBlockOneAfterAnotherOrSideBySide) {
  EXPECT_OK(BlockingSelects(3, absl::Milliseconds(1)));
  EXPECT_OK(BlockingSelectsOnThreads(3, absl::Milliseconds(1)));
}

TEST(BlockingSelectTest, ManyCallsReportAnError) {
  const auto refused =
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("-1ms"));
  EXPECT_THAT(BlockingSelects(3, absl::Milliseconds(-1)), refused);
  EXPECT_THAT(BlockingSelectsOnThreads(3, absl::Milliseconds(-1)), refused);
}

TEST(BlockingSelectTest, NoCallsAreDoneAtOnce) {
  EXPECT_OK(BlockingSelects(0, absl::Seconds(1)));
  EXPECT_OK(BlockingSelectsOnThreads(0, absl::Seconds(1)));
}

}  // namespace
}  // namespace ch37
