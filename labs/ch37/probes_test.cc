// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/probes.h"

#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"

namespace ch37 {
namespace {

TEST(ProbesTest, UnderTheNewLockASliceIsNoShorterThanTheInterval) {
  // Whoever waits begins to do so after the other one has got the lock.
  constexpr absl::Duration kInterval = absl::Milliseconds(2);
  NewGil gil({.switch_interval = kInterval});
  ASSERT_OK_AND_ASSIGN(Slices slices,
                       MeasureSlices(gil, 2, absl::Milliseconds(50)));
  EXPECT_GE(slices.median_slice, kInterval);
  EXPECT_GT(slices.switches_per_second, 0);
}

TEST(ProbesTest, TheOldLockIsMeasuredToo) {
  OldGil gil;
  ASSERT_OK_AND_ASSIGN(Slices slices,
                       MeasureSlices(gil, 2, absl::Milliseconds(50)));
  EXPECT_GT(slices.median_slice, absl::ZeroDuration());
}

TEST(ProbesTest, ASleepIsAtLeastAsLongAsAsked) {
  for (int spinners : {0, 1, 2}) {
    NewGil gil({.switch_interval = absl::Microseconds(100)});
    ASSERT_OK_AND_ASSIGN(absl::Duration overshoot,
                         MeasureOvershoot(gil, spinners, /*sleeps=*/9));
    EXPECT_GE(overshoot, absl::ZeroDuration()) << spinners;
  }
}

}  // namespace
}  // namespace ch37
