// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/private_memory.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x1000;

TEST(PrivateMemoryTest, BelongsToWhoTouchesItFirst) {
  PrivateMemory memory;
  EXPECT_TRUE(memory.IsOf(1, kX, 4));
  EXPECT_TRUE(memory.IsOf(1, kX, 4));
  EXPECT_FALSE(memory.TakeNews());
}

TEST(PrivateMemoryTest, IsSharedOnceAnotherTouchesIt) {
  PrivateMemory memory;
  memory.IsOf(1, kX, 4);
  EXPECT_FALSE(memory.IsOf(2, kX, 4));
  EXPECT_TRUE(memory.TakeNews());
  EXPECT_FALSE(memory.IsOf(1, kX, 4));
  EXPECT_FALSE(memory.TakeNews()) << "that is no news";
}

TEST(PrivateMemoryTest, AllWordsOfAnAccessCount) {
  PrivateMemory memory;
  memory.IsOf(1, kX + 8, 8);
  EXPECT_FALSE(memory.IsOf(2, kX, 16));
  EXPECT_TRUE(memory.IsOf(2, kX, 8));
}

TEST(PrivateMemoryTest, ManyWordsAreKept) {
  PrivateMemory memory;
  for (uintptr_t i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(memory.IsOf(static_cast<int>(i % 3), kX + 8 * i, 8));
  }
  for (uintptr_t i = 0; i < 10'000; ++i) {
    EXPECT_TRUE(memory.IsOf(static_cast<int>(i % 3), kX + 8 * i, 8));
  }
  EXPECT_FALSE(memory.TakeNews());
}

}  // namespace
}  // namespace explorer::internal
