// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/racy_memory.h"

#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

TEST(RacyMemoryTest, BytesThatWereAddedHaveAnObject) {
  RacyMemory racy;
  EXPECT_EQ(racy.ObjectOf(100, 4), 0u);
  EXPECT_TRUE(racy.Add(100, 104));
  EXPECT_EQ(racy.ObjectOf(100, 4), 100u);
  EXPECT_EQ(racy.ObjectOf(103, 1), 100u);
  EXPECT_EQ(racy.ObjectOf(104, 4), 0u);
  EXPECT_EQ(racy.ObjectOf(96, 4), 0u);
}

TEST(RacyMemoryTest, OnlyNewBytesAreNews) {
  RacyMemory racy;
  racy.Add(100, 104);
  EXPECT_FALSE(racy.Add(100, 104));
  EXPECT_FALSE(racy.Add(102, 103));
  EXPECT_TRUE(racy.Add(102, 106));
  EXPECT_FALSE(racy.Add(100, 106));
}

TEST(RacyMemoryTest, AnObjectHasAllItsBytes) {
  RacyMemory racy;
  EXPECT_FALSE(racy.Has(100, 104));
  racy.Add(100, 104);
  racy.Add(104, 108);
  EXPECT_TRUE(racy.Has(100, 104));
  EXPECT_TRUE(racy.Has(105, 107));
  EXPECT_FALSE(racy.Has(102, 106)) << "of two objects";
  EXPECT_FALSE(racy.Has(106, 109));
}

TEST(RacyMemoryTest, NeighboursStayApartUntilAnAccessTouchesBoth) {
  RacyMemory racy;
  racy.Add(104, 108);
  racy.Add(100, 104);
  EXPECT_EQ(racy.ObjectOf(100, 4), 100u);
  EXPECT_EQ(racy.ObjectOf(104, 4), 104u);
  EXPECT_TRUE(racy.Add(100, 108));
  EXPECT_EQ(racy.ObjectOf(104, 4), 100u);
}

}  // namespace
}  // namespace explorer::internal
