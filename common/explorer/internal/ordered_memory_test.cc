// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/ordered_memory.h"

#include <cstddef>
#include <cstdint>
#include <random>

#include "common/explorer/internal/race_detector.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x1000;

// Asks about accesses as the runtime does, with clocks of a race detector.
class OrderedMemoryTest : public testing::Test {
 protected:
  OrderedMemoryTest() { clocks_.Begin(); }

  bool Orders(int thread, uintptr_t address, size_t size, bool write) {
    return memory_.Orders(address, size,
                          {.thread = thread,
                           .moment = clocks_.moment(thread),
                           .clock = &clocks_.clock(thread),
                           .write = write});
  }
  bool Write(int thread) { return Orders(thread, kX, 4, /*write=*/true); }
  bool Read(int thread) { return Orders(thread, kX, 4, /*write=*/false); }

  RaceDetector clocks_;
  OrderedMemory memory_;
};

TEST_F(OrderedMemoryTest, WhatIsHandedOverAtAStartIsInOrder) {
  EXPECT_TRUE(Write(0));
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(1));
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, WhatIsHandedBackByAJoinIsInOrder) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(1));
  clocks_.Join(0, 1);
  EXPECT_TRUE(Read(0));
}

TEST_F(OrderedMemoryTest, WritesThatNothingOrdersAreNot) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(0));
  EXPECT_FALSE(Write(1));
  EXPECT_TRUE(memory_.TakeNews());
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, ReadsNeedNoOrder) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Read(0));
  EXPECT_TRUE(Read(1));
}

TEST_F(OrderedMemoryTest, OtherBytesNeedNoOrder) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Orders(0, kX, 4, /*write=*/true));
  EXPECT_TRUE(Orders(1, kX + 4, 4, /*write=*/true));
}

TEST_F(OrderedMemoryTest, AnAccessOfManyWordsConflictsWithEachOfThem) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Orders(0, kX + 4, 24, /*write=*/true));
  EXPECT_TRUE(Orders(1, kX, 4, /*write=*/true));
  EXPECT_FALSE(Orders(1, kX + 16, 8, /*write=*/true));
}

TEST_F(OrderedMemoryTest, WhatIsNotInOrderOnceNeverIsAgain) {
  clocks_.Spawn(0, 1);
  Write(0);
  EXPECT_FALSE(Write(1));
  clocks_.Join(0, 1);
  EXPECT_FALSE(Write(0));
}

TEST_F(OrderedMemoryTest, AccessesOfDifferentExecutionsAreCompared) {
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(0));
  clocks_.Begin();
  clocks_.Spawn(0, 1);
  EXPECT_FALSE(Write(1));
}

TEST_F(OrderedMemoryTest, ThousandsOfDifferentAccessesAreLookedAtCloser) {
  bool orders = true;
  for (int i = 0; i < 1000; ++i) {
    orders = Write(0);
    clocks_.Release(0, kX);
  }
  EXPECT_FALSE(orders);
  EXPECT_TRUE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, LookingCloserIsNewsWhereAccessesWereLetPass) {
  memory_.LookCloser(kX + 64, 8);
  EXPECT_FALSE(memory_.TakeNews());
  EXPECT_TRUE(Write(0));
  memory_.LookCloser(kX, 4);
  EXPECT_TRUE(memory_.TakeNews());
  EXPECT_FALSE(Write(0));
}

TEST_F(OrderedMemoryTest, AnAccessIsCloserIfAllItsWordsAre) {
  memory_.LookCloser(kX, 8);
  EXPECT_TRUE(memory_.IsCloser(kX + 4, 4));
  EXPECT_FALSE(memory_.IsCloser(kX + 4, 8));
  EXPECT_FALSE(memory_.IsCloser(kX + 8, 4));
}

// Starts, joins, locks and accesses as chance has them; the race detector looks
// at all accesses.
TEST_F(OrderedMemoryTest, NoAccessThatRacesIsLetPass) {
  std::mt19937 random(2009);
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  int races = 0;
  int let_pass = 0;
  for (int execution = 0; execution < 5'000; ++execution) {
    if (execution % 10 == 0) memory_ = OrderedMemory();
    clocks_.Begin();
    int threads = 1;
    for (int step = 0; step < 20; ++step) {
      const int thread = below(static_cast<unsigned>(threads));
      switch (below(8)) {
        case 0:
          if (threads < 4) clocks_.Spawn(thread, threads++);
          break;
        case 1:
          clocks_.Acquire(thread, kX);
          break;
        case 2:
          clocks_.Release(thread, kX);
          break;
        default: {
          const uintptr_t at = kX + static_cast<uintptr_t>(below(40));
          const size_t size = static_cast<size_t>(1 + below(12));
          const bool write = below(2) == 0;
          const bool orders = Orders(thread, at, size, write);
          const bool race =
              clocks_.Access(thread, at, size, {.write = write}, nullptr)
                  .has_value();
          EXPECT_FALSE(race && orders) << "execution " << execution;
          races += race;
          let_pass += orders;
        }
      }
    }
  }
  EXPECT_GT(races, 1'000);
  EXPECT_GT(let_pass, 1'000);
}

}  // namespace
}  // namespace explorer::internal
