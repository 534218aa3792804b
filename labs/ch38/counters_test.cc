// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/counters.h"

#include <cstdint>

#include "common/testing/run_on_threads.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch38/sensors.h"

namespace ch38 {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

constexpr int kSensors = 5;
constexpr int kReadings = 100'000;

template <typename Counter>
class CounterTest : public testing::Test {};

using Counters =
    testing::Types<RacyCounter, LockedCounter, AtomicCounter, ShardedCounter>;
TYPED_TEST_SUITE(CounterTest, Counters);

TYPED_TEST(CounterTest, StartsAtZero) { EXPECT_EQ(TypeParam().value(), 0); }

TYPED_TEST(CounterTest, AddsOffsetsOfEitherSign) {
  TypeParam counter;
  counter.Increment(5);
  counter.Increment(-7);
  counter.Increment(1);
  EXPECT_EQ(counter.value(), -1);
}

TYPED_TEST(CounterTest, OneSensorAloneLosesNothing) {
  TypeParam counter;
  EXPECT_EQ(CountReadings(counter, 1, kReadings), kReadings);
}

template <typename Counter>
class ExactCounterTest : public testing::Test {};

using ExactCounters =
    testing::Types<LockedCounter, AtomicCounter, ShardedCounter>;
TYPED_TEST_SUITE(ExactCounterTest, ExactCounters);

TYPED_TEST(ExactCounterTest, FiveSensorsLoseNothing) {
  TypeParam counter;
  EXPECT_EQ(CountReadings(counter, kSensors, kReadings), 500'000);
}

TYPED_TEST(ExactCounterTest, OppositeOffsetsOfManyThreadsCancelOut) {
  TypeParam counter;
  testing_util::RunOnThreads(6, [&](int index) {
    for (int i = 0; i < 10'000; ++i) counter.Increment(index % 2 ? 3 : -3);
  });
  EXPECT_EQ(counter.value(), 0);
}

TEST(ShardedCounterTest, ThreadsThatShareAShardLoseNothing) {
  constexpr int kThreads = 2 * ShardedCounter::kShards + 1;
  ShardedCounter counter;
  EXPECT_EQ(CountReadings(counter, kThreads, 1000), kThreads * 1000);
}

TEST(RacyCounterTest, LectureOrderLosesOneOfTwoUpdatesEveryTime) {
  RacyCounter counter;
  for (int64_t round = 1; round <= 100; ++round) {
    EXPECT_EQ(ReplayLectureOrder(counter), round);
  }
}

// How bad can it get? Two sensors of 100,000 readings each can end with a total
// of 2. A's first increment is switched out while B does all of its own but
// the last; B's last is switched out while A does the rest of its own.
TEST(RacyCounterTest, WorstOrderOfTwoSensorsLeavesTwo) {
  RacyCounter counter;
  const auto all_but_one = [&counter] {
    for (int i = 0; i < kReadings - 1; ++i) counter.Increment(1);
  };
  const auto b_does_all_but_its_last = all_but_one;
  const auto a_does_all_but_its_first = all_but_one;
  counter.Increment(1, b_does_all_but_its_last);   // A's first.
  counter.Increment(1, a_does_all_but_its_first);  // B's last.
  EXPECT_EQ(counter.value(), 2);
}

// What the stress of five real sensors may leave: anything from the worst order
// to no loss at all. How much is lost is up to luck and no matter for a test.
TEST(RacyCounterTest, FiveSensorsNeverCountTooMuchNorLessThanTwo) {
  RacyCounter counter;
  EXPECT_THAT(CountReadings(counter, kSensors, kReadings),
              AllOf(Ge(2), Le(500'000)));
}

TEST(CountReadingsDeathTest, NoSensorsOrNegativeReadingsAreRefused) {
  AtomicCounter counter;
  EXPECT_DEATH(CountReadings(counter, 0, 1), "at least 1 sensor");
  EXPECT_DEATH(CountReadings(counter, 1, -1), "can't be negative");
}

TEST(CountReadingsTest, CountsOnFromTheCountersValue) {
  AtomicCounter counter;
  counter.Increment(10);
  EXPECT_EQ(CountReadings(counter, 2, 0), 10);
  EXPECT_EQ(CountReadings(counter, 2, 5), 20);
}

}  // namespace
}  // namespace ch38
