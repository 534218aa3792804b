// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/familiar_words.h"

#include <cstddef>
#include <cstdint>

#include "common/explorer/internal/memory/ordered_memory.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x7f00'0000'1000;

class FamiliarWordsTest : public testing::Test {
 protected:
  FamiliarWordsTest() { now_.Advance(1); }

  // Thread 1 wrote the first four bytes of a word, now.
  OrderedMemory::Phase Now() const {
    return {.thread = 1,
            .write = true,
            .bytes = 0x0f,
            .last = now_.of(1),
            .threads = now_.Threads(),
            .least = now_};
  }
  bool Has(int thread, uintptr_t address, size_t size, bool write) const {
    const uintptr_t word = WordOf(address);
    return words_.Has(thread, word, BytesInWord(word, address, size), write,
                      now_);
  }

  VectorClock now_;
  FamiliarWords words_;
};

TEST_F(FamiliarWordsTest, NothingIsFamiliarAtFirst) {
  EXPECT_FALSE(Has(0, kX, 4, false));
}

TEST_F(FamiliarWordsTest, AThreadsOwnWordIsSoAtEachMoment) {
  words_.Add(1, kX, true, nullptr);
  EXPECT_TRUE(Has(1, kX, 8, true));
  now_.Advance(1);
  EXPECT_TRUE(Has(1, kX + 4, 4, true));
}

TEST_F(FamiliarWordsTest, AnotherThreadsIsNot) {
  words_.Add(1, kX, true, nullptr);
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    EXPECT_EQ(Has(thread, kX, 8, true), thread == 1);
  }
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoInItsPhase) {
  const OrderedMemory::Phase phase = Now();
  words_.Add(1, kX, true, &phase);
  EXPECT_TRUE(Has(1, kX, 4, true));
  now_.Advance(1);
  EXPECT_FALSE(Has(1, kX, 4, true));
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoForItsBytesOnly) {
  const OrderedMemory::Phase phase = Now();
  words_.Add(1, kX, true, &phase);
  EXPECT_TRUE(Has(1, kX + 2, 2, true));
  EXPECT_FALSE(Has(1, kX, 8, true));
  EXPECT_FALSE(Has(1, kX + 4, 4, true));
  EXPECT_FALSE(Has(1, kX + 8, 4, true)) << "another word";
}

TEST_F(FamiliarWordsTest, AReadDoesNotMakeAWriteFamiliar) {
  words_.Add(1, kX, false, nullptr);
  EXPECT_FALSE(Has(1, kX, 4, true));
}

TEST_F(FamiliarWordsTest, ForgottenWordsAreOfNoThread) {
  words_.Add(1, kX, true, nullptr);
  words_.Add(2, kX, false, nullptr);
  words_.Add(2, kX + 8, false, nullptr);
  words_.Forget(kX);
  EXPECT_FALSE(Has(1, kX, 8, true));
  EXPECT_FALSE(Has(2, kX, 8, false));
  EXPECT_TRUE(Has(2, kX + 8, 8, false));
}

TEST_F(FamiliarWordsTest, NothingIsAfterClear) {
  words_.Add(1, kX, true, nullptr);
  words_.Clear();
  EXPECT_FALSE(Has(1, kX, 8, true));
}

}  // namespace
}  // namespace explorer::internal
