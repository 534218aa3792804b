// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/limits.h"

#include <atomic>
#include <cstdint>
#include <thread>

#include "absl/synchronization/barrier.h"
#include "common/testing/run_on_threads.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

TEST(LimitsTest, BothEndsBelongToThem) {
  const Limits limits = {.low = 10, .high = 20};
  EXPECT_TRUE(limits.Contains(10));
  EXPECT_TRUE(limits.Contains(20));
  EXPECT_FALSE(limits.Contains(9));
  EXPECT_FALSE(limits.Contains(21));
}

TEST(SharedLimitsTest, WhatIsSetIsRead) {
  SharedLimits limits;
  limits.Set({.low = 1, .high = 2});
  limits.Read([](const Limits& now) { EXPECT_EQ(now.high, 2); });
  limits.ReadAlone([](const Limits& now) { EXPECT_EQ(now.low, 1); });
}

// They meet at a barrier inside, where exclusive locks would keep them apart
// for ever.
TEST(SharedLimitsTest, ReadersAreInsideAtTheSameTime) {
  SharedLimits limits;
  absl::Barrier meeting(2);
  testing_util::RunOnThreads(
      2, [&](int) { limits.Read([&](const Limits&) { meeting.Block(); }); });
}

TEST(SharedLimitsTest, NobodyIsInsideBesideWhoReadsAlone) {
  SharedLimits limits;
  std::atomic<int> inside = 0;
  testing_util::RunOnThreads(4, [&](int) {
    for (int i = 0; i < 1000; ++i) {
      limits.ReadAlone([&](const Limits&) {
        EXPECT_EQ(++inside, 1);
        --inside;
      });
    }
  });
}

TEST(SharedLimitsTest, ReadersSeeBothNumbersOfOneSet) {
  SharedLimits limits;
  testing_util::RunOnThreads(3, [&](int thread) {
    for (int64_t i = 0; i < 1000; ++i) {
      if (thread == 0) {
        limits.Set({.low = i, .high = i});
      } else {
        limits.Read([](const Limits& now) { EXPECT_EQ(now.low, now.high); });
      }
    }
  });
}

}  // namespace
}  // namespace ch38
