// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/lock_order.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kA = 16;
constexpr uintptr_t kB = 32;
constexpr uintptr_t kC = 48;
constexpr uintptr_t kGate = 64;

class LockOrderTest : public ::testing::Test {
 protected:
  LockOrderTest() {
    order_.Begin();
    for (int thread : {1, 2, 3}) order_.Spawn(0, thread);
  }

  LockOrder order_;
};

TEST_F(LockOrderTest, OppositeOrderIsACycle) {
  order_.Locked(1, kB, {kA}, {});
  order_.Locked(2, kA, {kB}, {});
  const std::vector<LockCycle> cycles = order_.TakeCycles();
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0][0].wanted, kB);
  EXPECT_EQ(cycles[0][1].thread, 2);
}

TEST_F(LockOrderTest, OneOrderIsNone) {
  order_.Locked(1, kB, {kA}, {});
  order_.Locked(2, kB, {kA}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
}

TEST_F(LockOrderTest, OneThreadAloneIsNone) {
  order_.Locked(1, kB, {kA}, {});
  order_.Locked(1, kA, {kB}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
}

TEST_F(LockOrderTest, ThreeThreadsMakeACycleOfThree) {
  order_.Locked(1, kB, {kA}, {});
  order_.Locked(2, kC, {kB}, {});
  order_.Locked(3, kA, {kC}, {});
  const std::vector<LockCycle> cycles = order_.TakeCycles();
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].size(), 3u);
}

TEST_F(LockOrderTest, AGateMakesItNone) {
  order_.Locked(1, kB, {kGate, kA}, {});
  order_.Locked(2, kA, {kGate, kB}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
}

TEST_F(LockOrderTest, AThreadThatEndsBeforeTheOtherBeginsMakesItNone) {
  order_.Locked(1, kB, {kA}, {});
  order_.Join(0, 1);
  order_.Spawn(0, 4);
  order_.Locked(4, kA, {kB}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
}

TEST_F(LockOrderTest, TheParentBeforeItStartsTheOtherMakesItNone) {
  order_.Locked(0, kB, {kA}, {});
  order_.Spawn(0, 4);
  order_.Locked(4, kA, {kB}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
  order_.Locked(0, kB, {kA}, {});
  order_.Locked(4, kA, {kB}, {});
  EXPECT_EQ(order_.TakeCycles().size(), 1u) << "afterwards";
}

TEST_F(LockOrderTest, ACycleIsNewsOnce) {
  order_.Locked(1, kB, {kA}, {});
  order_.Locked(2, kA, {kB}, {});
  EXPECT_EQ(order_.TakeCycles().size(), 1u);
  order_.Begin();
  order_.Spawn(0, 1);
  order_.Spawn(0, 2);
  order_.Locked(2, kA, {kB}, {});
  order_.Locked(1, kB, {kA}, {});
  EXPECT_TRUE(order_.TakeCycles().empty());
}

}  // namespace
}  // namespace explorer::internal
