// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/familiar_words.h"

#include <cstddef>
#include <cstdint>

#include "common/explorer/internal/operation.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x7f00'0000'1000;
constexpr uint64_t kNow = 0x1234'5678'9abc'def0;
constexpr uint64_t kLater = 0xfedc'ba98'7654'3210;

class FamiliarWordsTest : public testing::Test {
 protected:
  bool Has(int thread, uintptr_t address, size_t size, bool write,
           uint64_t moment) const {
    return words_.Has(thread, address, size, write, [=] { return moment; });
  }

  FamiliarWords words_;
};

TEST_F(FamiliarWordsTest, NothingIsFamiliarAtFirst) {
  EXPECT_FALSE(Has(0, kX, 4, false, kNow));
}

TEST_F(FamiliarWordsTest, AThreadsOwnWordIsSoAtEachMoment) {
  words_.AddWord(1, kX, true);
  EXPECT_TRUE(Has(1, kX, 8, true, kNow));
  EXPECT_TRUE(Has(1, kX + 4, 4, true, kLater));
}

TEST_F(FamiliarWordsTest, AnotherThreadsIsNot) {
  words_.AddWord(1, kX, true);
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    EXPECT_EQ(Has(thread, kX, 8, true, kNow), thread == 1);
  }
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoAtItsMoment) {
  words_.AddAccess(1, kX, 4, true, kNow);
  EXPECT_TRUE(Has(1, kX, 4, true, kNow));
  EXPECT_FALSE(Has(1, kX, 4, true, kLater));
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoForItsBytesOnly) {
  words_.AddAccess(1, kX, 4, true, kNow);
  EXPECT_FALSE(Has(1, kX, 8, true, kNow));
  EXPECT_FALSE(Has(1, kX + 4, 4, true, kNow));
  EXPECT_FALSE(Has(1, kX + 8, 4, true, kNow));
}

TEST_F(FamiliarWordsTest, AReadDoesNotMakeAWriteFamiliar) {
  words_.AddAccess(1, kX, 4, false, kNow);
  EXPECT_FALSE(Has(1, kX, 4, true, kNow));
}

TEST_F(FamiliarWordsTest, AnAccessAcrossWordsIsNot) {
  words_.AddWord(1, kX, true);
  EXPECT_FALSE(Has(1, kX + 4, 8, true, kNow));
}

TEST_F(FamiliarWordsTest, ForgottenWordsAreOfNoThread) {
  words_.AddWord(1, kX, true);
  words_.AddWord(2, kX + 8, false);
  words_.AddWord(2, kX + 16, false);
  words_.Forget(kX + 4, 8);
  EXPECT_FALSE(Has(1, kX, 8, true, kNow));
  EXPECT_FALSE(Has(2, kX + 8, 8, false, kNow));
  EXPECT_TRUE(Has(2, kX + 16, 8, false, kNow));
}

TEST_F(FamiliarWordsTest, NothingIsAfterClear) {
  words_.AddWord(1, kX, true);
  words_.Clear();
  EXPECT_FALSE(Has(1, kX, 8, true, kNow));
}

}  // namespace
}  // namespace explorer::internal
