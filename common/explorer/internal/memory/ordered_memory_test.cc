// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/ordered_memory.h"

#include <cstddef>
#include <cstdint>
#include <random>

#include "common/explorer/internal/memory/race_detector.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x1000;

// Asks about accesses as the runtime does, with clocks of a race detector.
class OrderedMemoryTest : public testing::Test {
 protected:
  OrderedMemoryTest() { clocks_.Begin(); }

  bool Orders(int thread, uintptr_t address, size_t size, bool write) {
    bool orders = true;
    for (uintptr_t word = WordOf(address); word < address + size;
         word += kWordBytes) {
      const OrderedMemory::Answer answer = memory_.Look(
          word, BytesInWord(word, address, size),
          {.thread = thread, .write = write, .clock = &clocks_.clock(thread)});
      orders &= answer.in_order;
    }
    return orders;
  }
  bool Write(int thread) { return Orders(thread, kX, 4, /*write=*/true); }
  bool Read(int thread) { return Orders(thread, kX, 4, /*write=*/false); }

  // Two threads have read the word: it is nobody's own.
  void Share(uintptr_t address = kX) {
    Orders(0, address, 8, /*write=*/false);
    Orders(1, address, 8, /*write=*/false);
    memory_.TakeNews();
    clocks_.Begin();
  }

  RaceDetector clocks_;
  OrderedMemory memory_;
};

// ---- Words of one thread alone

TEST_F(OrderedMemoryTest, AWordBelongsToWhoTouchesItFirst) {
  EXPECT_TRUE(Write(1));
  clocks_.Release(1, kX);
  EXPECT_TRUE(Write(1));
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, ItIsNewsOnceThatAnotherThreadTouchesIt) {
  Read(1);
  Read(2);
  EXPECT_TRUE(memory_.TakeNews()) << "what thread 1 did was not noted";
  Read(1);
  Read(2);
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, ThousandsOfWordsAreKept) {
  for (int round = 0; round < 2; ++round) {
    for (uintptr_t i = 0; i < 10'000; ++i) {
      EXPECT_TRUE(Orders(static_cast<int>(i % 3), kX + 8 * i, 8, true));
    }
  }
  EXPECT_FALSE(memory_.TakeNews());
}

// ---- Words of atomics

TEST_F(OrderedMemoryTest, AtomicsNeedNoOrder) {
  EXPECT_TRUE(memory_.OnlyAtomics(kX));
  EXPECT_TRUE(memory_.OnlyAtomics(kX));
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, AtomicsAndOthersAreLookedAtCloser) {
  memory_.OnlyAtomics(kX);
  EXPECT_FALSE(Read(1));
  EXPECT_TRUE(memory_.TakeNews());
  EXPECT_FALSE(memory_.OnlyAtomics(kX));
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, OthersAndAtomicsAreLookedAtCloser) {
  Read(1);
  EXPECT_FALSE(memory_.OnlyAtomics(kX));
  EXPECT_TRUE(memory_.TakeNews());
  EXPECT_FALSE(Read(1));
  EXPECT_FALSE(memory_.TakeNews());
}

// ---- Words that are handed over

TEST_F(OrderedMemoryTest, WhatIsHandedOverAtAStartIsInOrder) {
  Share();
  EXPECT_TRUE(Write(0));
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(1));
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, WhatIsHandedBackByAJoinIsInOrder) {
  Share();
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(1));
  clocks_.Join(0, 1);
  EXPECT_TRUE(Read(0));
}

TEST_F(OrderedMemoryTest, WritesThatNothingOrdersAreNot) {
  Share();
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(0));
  EXPECT_FALSE(Write(1));
  EXPECT_TRUE(memory_.TakeNews());
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, ReadsNeedNoOrder) {
  Share();
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Read(0));
  EXPECT_TRUE(Read(1));
}

TEST_F(OrderedMemoryTest, OtherBytesNeedNoOrder) {
  Share();
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Orders(0, kX, 4, /*write=*/true));
  EXPECT_TRUE(Orders(1, kX + 4, 4, /*write=*/true));
}

TEST_F(OrderedMemoryTest, WhatIsNotInOrderOnceNeverIsAgain) {
  Share();
  clocks_.Spawn(0, 1);
  Write(0);
  EXPECT_FALSE(Write(1));
  clocks_.Join(0, 1);
  EXPECT_FALSE(Write(0));
}

TEST_F(OrderedMemoryTest, AccessesOfDifferentExecutionsAreCompared) {
  Share();
  clocks_.Spawn(0, 1);
  EXPECT_TRUE(Write(0));
  clocks_.Begin();
  clocks_.Spawn(0, 1);
  EXPECT_FALSE(Write(1));
}

TEST_F(OrderedMemoryTest, AllThreadsMayReadWhatOneWroteBefore) {
  Share();
  Write(0);
  for (int thread = 1; thread < kMaxThreads; ++thread) {
    clocks_.Spawn(0, thread);
    EXPECT_TRUE(Read(thread));
  }
  EXPECT_FALSE(memory_.TakeNews());
}

// Words are handed to and fro at each start and join.
TEST_F(OrderedMemoryTest, AThreadMayHaveTheWordMoreThanOnce) {
  Share();
  for (int execution = 0; execution < 3; ++execution) {
    clocks_.Begin();
    EXPECT_TRUE(Write(0));
    clocks_.Spawn(0, 1);
    EXPECT_TRUE(Write(1));
    clocks_.Join(0, 1);
    EXPECT_TRUE(Write(0));
    clocks_.Spawn(0, 2);
    EXPECT_TRUE(Write(2));
    clocks_.Join(0, 2);
    EXPECT_TRUE(Write(0));
  }
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, WhenAThreadHasItMayDifferFromRunToRun) {
  Share();
  for (int execution = 0; execution < 100; ++execution) {
    clocks_.Begin();
    clocks_.Spawn(0, 1);
    for (int i = 0; i < 50; ++i) {
      if (i == (37 * execution) % 50) {
        EXPECT_TRUE(Write(1));
      }
      clocks_.Release(1, kX);
    }
    clocks_.Join(0, 1);
    EXPECT_TRUE(Write(0));
  }
  EXPECT_FALSE(memory_.TakeNews());
}

TEST_F(OrderedMemoryTest, APhaseHasWhatLiesWithinIt) {
  Share();
  clocks_.Spawn(0, 1);
  Write(1);
  clocks_.Release(1, kX);
  const VectorClock between = clocks_.clock(1);
  clocks_.Release(1, kX);
  const OrderedMemory::Phase* phase =
      memory_
          .Look(kX, 0x0f,
                {.thread = 1, .write = true, .clock = &clocks_.clock(1)})
          .phase;
  ASSERT_NE(phase, nullptr);
  EXPECT_TRUE(phase->Has(0x0f, between));
  EXPECT_TRUE(phase->Has(0x02, between));
  EXPECT_FALSE(phase->Has(0x10, between)) << "other bytes";
  clocks_.Release(1, kX);
  EXPECT_FALSE(phase->Has(0x0f, clocks_.clock(1))) << "later";
  EXPECT_FALSE(phase->Has(0x0f, VectorClock())) << "sooner";
}

TEST_F(OrderedMemoryTest, TooManyPhasesAreLookedAtCloser) {
  Share();
  clocks_.Spawn(0, 1);
  bool orders = true;
  for (int i = 0; i < 100; ++i) {
    const int thread = i % 2;
    clocks_.Acquire(thread, kX);
    orders &= Write(thread);
    clocks_.Release(thread, kX);
  }
  EXPECT_FALSE(orders);
  EXPECT_TRUE(memory_.TakeNews());
}

// Starts, joins, locks and accesses as chance has them; the race detector looks
// at all accesses.
TEST_F(OrderedMemoryTest, NoAccessThatRacesIsLetPass) {
  std::mt19937 random(2009);
  const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
  int races = 0;
  int let_pass = 0;
  for (int execution = 0; execution < 5'000; ++execution) {
    if (execution % 10 == 0) {
      memory_ = OrderedMemory();
      for (uintptr_t word = kX; word < kX + 64; word += 8) Share(word);
    }
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
