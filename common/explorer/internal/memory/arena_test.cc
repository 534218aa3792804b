// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/arena.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr size_t kAnyAlignment = 16;

class ArenaTest : public ::testing::Test {
 protected:
  void SetUp() override { BeginArena(); }
  void TearDown() override { EndArena(); }
};

TEST_F(ArenaTest, ABlockLiesWhereItsThreadsOwnPastPutsIt) {
  void* first = AllocateInArena(1, 40, kAnyAlignment);
  void* second = AllocateInArena(1, 40, kAnyAlignment);
  FreeInArena(1, first);
  FreeInArena(1, second);
  EndArena();
  BeginArena();
  void* of_another = AllocateInArena(2, 40, kAnyAlignment);
  EXPECT_EQ(AllocateInArena(1, 40, kAnyAlignment), first);
  EXPECT_EQ(AllocateInArena(1, 40, kAnyAlignment), second);
  for (void* block : {first, second, of_another}) FreeInArena(2, block);
}

TEST_F(ArenaTest, BlocksAreApartAndAligned) {
  char* first = static_cast<char*>(AllocateInArena(0, 1, kAnyAlignment));
  char* second = static_cast<char*>(AllocateInArena(0, 100, 256));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(first) % kAnyAlignment, 0u);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(second) % 256, 0u);
  EXPECT_GE(second, first + 1);
  std::memset(second, 7, 100);
  char* third = static_cast<char*>(AllocateInArena(0, 8, kAnyAlignment));
  EXPECT_GE(third, second + 100);
  for (char* block : {first, second, third}) FreeInArena(0, block);
}

TEST_F(ArenaTest, AThreadGetsItsOwnBlockAgain) {
  void* block = AllocateInArena(3, 64, kAnyAlignment);
  FreeInArena(3, block);
  EXPECT_EQ(AllocateInArena(3, 64, kAnyAlignment), block);
  FreeInArena(3, block);
}

TEST_F(ArenaTest, WhatAnotherThreadFreesIsNotUsedAgain) {
  void* block = AllocateInArena(3, 64, kAnyAlignment);
  FreeInArena(4, block);
  EXPECT_NE(AllocateInArena(3, 64, kAnyAlignment), block)
      << "it would depend on when the other thread freed it";
}

TEST_F(ArenaTest, WhatOutlivesItsExecutionStays) {
  char* kept = static_cast<char*>(AllocateInArena(5, 32, kAnyAlignment));
  std::strcpy(kept, "kept");
  EndArena();
  BeginArena();
  char* next = static_cast<char*>(AllocateInArena(5, 32, kAnyAlignment));
  std::strcpy(next, "next");
  EXPECT_STREQ(kept, "kept");
  EXPECT_EQ(CanonicalAddress(kept), reinterpret_cast<uintptr_t>(kept));
}

TEST_F(ArenaTest, AProgramThatWritesBeyondItsBlocksLosesNoMoreThanTheseDid) {
  for (int garbage : {0, 0xff}) {
    char* block = static_cast<char*>(AllocateInArena(6, 16, kAnyAlignment));
    ASSERT_NE(AllocateInArena(6, 16, kAnyAlignment), nullptr);
    std::memset(block + 16, garbage, 8);  // what the arena knows of the second
    EndArena();
    BeginArena();
    void* of_the_next_execution = AllocateInArena(6, 16, kAnyAlignment);
    ASSERT_NE(of_the_next_execution, nullptr);
    EXPECT_GT(of_the_next_execution, block);
    FreeInArena(6, of_the_next_execution);
  }
}

TEST_F(ArenaTest, CanonicalAddressesAreAlikeEvenIfBlocksAreKept) {
  void* first = AllocateInArena(6, 32, kAnyAlignment);
  const uintptr_t name = CanonicalAddress(first);
  EXPECT_NE(name, CanonicalAddress(AllocateInArena(6, 32, kAnyAlignment)));
  EndArena();
  BeginArena();
  void* moved = AllocateInArena(6, 32, kAnyAlignment);
  EXPECT_NE(moved, first) << "that one is kept";
  EXPECT_EQ(CanonicalAddress(moved), name);
}

TEST_F(ArenaTest, OtherMemoryIsItsOwnName) {
  int x = 0;
  EXPECT_FALSE(IsInArena(&x));
  EXPECT_EQ(CanonicalAddress(&x), reinterpret_cast<uintptr_t>(&x));
}

TEST_F(ArenaTest, ATooLargeBlockIsRefused) {
  EXPECT_EQ(AllocateInArena(0, size_t{1} << 40, kAnyAlignment), nullptr);
}

}  // namespace
}  // namespace explorer::internal
