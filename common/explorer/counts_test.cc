// SPDX-License-Identifier: Apache-2.0
//
// Programs whose number of Mazurkiewicz traces is known in closed form: each is
// run once, no more and no less.

#include <cstdint>

#include "common/explorer/explorer.h"
#include "common/explorer/testing/classic_programs.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

struct Size {
  int threads;
  int increments;
  uint64_t traces;
};

class UnlockedCounterTest : public ::testing::TestWithParam<Size> {};

TEST_P(UnlockedCounterTest, RunsEachTraceOnce) {
  const Size size = GetParam();
  const Result result = Explore(UnlockedCounter(size.threads, size.increments),
                                {.races_are_findings = false});
  EXPECT_EQ(result.executions(), size.traces) << result;
  EXPECT_EQ(result.given_up(), 0u);
  EXPECT_TRUE(result.proved()) << result;
}

INSTANTIATE_TEST_SUITE_P(, UnlockedCounterTest,
                         ::testing::Values(Size{2, 1, 4}, Size{2, 2, 34},
                                           Size{2, 3, 328}, Size{2, 4, 3'334},
                                           Size{3, 1, 36}, Size{3, 2, 7'134},
                                           Size{4, 1, 576},
                                           Size{5, 1, 14'400}));

class LockedCounterTest : public ::testing::TestWithParam<Size> {};

TEST_P(LockedCounterTest, RunsEachTraceOnce) {
  const Size size = GetParam();
  const Result result = Explore(LockedCounter(size.threads, size.increments));
  EXPECT_EQ(result.executions(), size.traces) << result;
  EXPECT_TRUE(result.proved()) << result;
}

INSTANTIATE_TEST_SUITE_P(, LockedCounterTest,
                         ::testing::Values(Size{2, 1, 2}, Size{2, 2, 6},
                                           Size{2, 3, 20}, Size{2, 4, 70},
                                           Size{3, 1, 6}, Size{3, 2, 90},
                                           Size{4, 1, 24}, Size{5, 1, 120}));

TEST(CountsTest, ReadersOfOneWriter) {
  for (int readers = 1; readers <= 8; ++readers) {
    EXPECT_EQ(Explore(Readers(readers)).executions(), uint64_t{1} << readers);
  }
}

TEST(CountsTest, LastZero) {
  EXPECT_EQ(Explore(LastZero(5)).executions(), 64u);
  EXPECT_EQ(Explore(LastZero(10)).executions(), 3'328u);
}

TEST(CountsTest, Indexer) {
  EXPECT_EQ(Explore(Indexer(11)).executions(), 1u);
  EXPECT_EQ(Explore(Indexer(12)).executions(), 8u);
  EXPECT_EQ(Explore(Indexer(13)).executions(), 64u);
}

Result Dine(int philosophers, bool ordered) {
  return Explore(Philosophers(philosophers, ordered), {.stop_at_first = false});
}

TEST(CountsTest, PhilosophersDeadlockInOneTrace) {
  for (int philosophers = 2; philosophers <= 8; ++philosophers) {
    const Result result = Dine(philosophers, /*ordered=*/false);
    EXPECT_EQ(result.executions(), (uint64_t{1} << philosophers) - 1);
    EXPECT_EQ(result.failures(), 1u);
    EXPECT_EQ(result.finding().kind, Finding::Kind::kDeadlock);
  }
}

TEST(CountsTest, PhilosophersWhoOrderTheirForksNeverDo) {
  for (int philosophers = 2; philosophers <= 8; ++philosophers) {
    const Result result = Dine(philosophers, /*ordered=*/true);
    EXPECT_EQ(result.executions(), (uint64_t{1} << philosophers) - 2);
    EXPECT_TRUE(result.proved()) << result;
  }
}

}  // namespace
}  // namespace explorer
