// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/resident_memory.h"

#include <cstddef>
#include <vector>

#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

TEST(ResidentMemoryTest, GrowsByWhatIsUsed) {
  constexpr size_t kBytes = size_t{64} << 20;
  const size_t before = ResidentBytes();
  EXPECT_GT(before, 0u);
  std::vector<char> used(kBytes);
  // Volatile: what nobody reads the compiler may leave out, and all of it.
  volatile char* const bytes = used.data();
  for (size_t i = 0; i < kBytes; ++i) bytes[i] = 1;
  // The system may have taken back something else meanwhile.
  EXPECT_GT(ResidentBytes(), before + kBytes / 2);
}

TEST(ResidentMemoryTest, ReachesHalfOfWhatItIsAndNotTenTimesThat) {
  const size_t bytes = ResidentBytes();
  EXPECT_TRUE(ResidentBytesReach(bytes / 2));
  EXPECT_FALSE(ResidentBytesReach(bytes * 10));
}

TEST(ResidentMemoryTest, WhatWasGivenBackCountsNoMore) {
  constexpr size_t kBytes = size_t{256} << 20;
  const size_t before = ResidentBytes();
  {
    std::vector<char> used(kBytes);
    volatile char* const bytes = used.data();
    for (size_t i = 0; i < kBytes; i += 1024) bytes[i] = 1;
    EXPECT_TRUE(ResidentBytesReach(before + kBytes / 2));
  }
  EXPECT_FALSE(ResidentBytesReach(before + kBytes / 2));
}

}  // namespace
}  // namespace explorer::internal
