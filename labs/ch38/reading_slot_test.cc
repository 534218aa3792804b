// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/reading_slot.h"

#include <cstdint>
#include <thread>

#include "gtest/gtest.h"

namespace ch38 {
namespace {

template <typename Slot>
class SlotTest : public testing::Test {};

using BothKinds = testing::Types<ReadingSlot, ForgetfulSlot>;
TYPED_TEST_SUITE(SlotTest, BothKinds);

TYPED_TEST(SlotTest, WhatIsPutIsTaken) {
  TypeParam slot;
  slot.Put(7);
  EXPECT_EQ(slot.Take(), 7);
  slot.Put(-1);
  EXPECT_EQ(slot.Take(), -1);
}

TYPED_TEST(SlotTest, ASecondPutReplacesTheReading) {
  TypeParam slot;
  slot.Put(1);
  slot.Put(2);
  EXPECT_EQ(slot.Take(), 2);
}

// ForgetfulSlot would hang in some run or other.
TEST(ReadingSlotTest, EachReadingThatIsWaitedForArrives) {
  ReadingSlot to_recorder;
  ReadingSlot to_sensor;
  constexpr int64_t kReadings = 1000;
  std::thread sensor([&] {
    for (int64_t i = 0; i < kReadings; ++i) {
      to_recorder.Put(i);
      EXPECT_EQ(to_sensor.Take(), i);
    }
  });
  for (int64_t i = 0; i < kReadings; ++i) {
    EXPECT_EQ(to_recorder.Take(), i);
    to_sensor.Put(i);
  }
  sensor.join();
}

}  // namespace
}  // namespace ch38
