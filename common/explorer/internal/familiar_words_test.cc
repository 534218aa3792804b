// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/familiar_words.h"

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
  FamiliarWords words_;
};

TEST_F(FamiliarWordsTest, NothingIsFamiliarAtFirst) {
  EXPECT_FALSE(words_.Has(0, kX, 4, kNow, false));
}

TEST_F(FamiliarWordsTest, AThreadsOwnWordIsSoAtEachMoment) {
  words_.AddWord(1, kX, true);
  EXPECT_TRUE(words_.Has(1, kX, 8, kNow, true));
  EXPECT_TRUE(words_.Has(1, kX + 4, 4, kLater, true));
}

TEST_F(FamiliarWordsTest, AnotherThreadsIsNot) {
  words_.AddWord(1, kX, true);
  for (int thread = 0; thread < kMaxThreads; ++thread) {
    EXPECT_EQ(words_.Has(thread, kX, 8, kNow, true), thread == 1);
  }
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoAtItsMoment) {
  words_.AddAccess(1, kX, 4, kNow, true);
  EXPECT_TRUE(words_.Has(1, kX, 4, kNow, true));
  EXPECT_FALSE(words_.Has(1, kX, 4, kLater, true));
}

TEST_F(FamiliarWordsTest, AnOrderedAccessIsSoForItsBytesOnly) {
  words_.AddAccess(1, kX, 4, kNow, true);
  EXPECT_FALSE(words_.Has(1, kX, 8, kNow, true));
  EXPECT_FALSE(words_.Has(1, kX + 4, 4, kNow, true));
  EXPECT_FALSE(words_.Has(1, kX + 8, 4, kNow, true));
}

TEST_F(FamiliarWordsTest, AReadDoesNotMakeAWriteFamiliar) {
  words_.AddAccess(1, kX, 4, kNow, false);
  EXPECT_FALSE(words_.Has(1, kX, 4, kNow, true));
}

TEST_F(FamiliarWordsTest, AnAccessAcrossWordsIsNot) {
  words_.AddWord(1, kX, true);
  EXPECT_FALSE(words_.Has(1, kX + 4, 8, kNow, true));
}

TEST_F(FamiliarWordsTest, ForgottenWordsAreOfNoThread) {
  words_.AddWord(1, kX, true);
  words_.AddWord(2, kX + 8, false);
  words_.AddWord(2, kX + 16, false);
  words_.Forget(kX + 4, 8);
  EXPECT_FALSE(words_.Has(1, kX, 8, kNow, true));
  EXPECT_FALSE(words_.Has(2, kX + 8, 8, kNow, false));
  EXPECT_TRUE(words_.Has(2, kX + 16, 8, kNow, false));
}

TEST_F(FamiliarWordsTest, NothingIsAfterClear) {
  words_.AddWord(1, kX, true);
  words_.Clear();
  EXPECT_FALSE(words_.Has(1, kX, 8, kNow, true));
}

}  // namespace
}  // namespace explorer::internal
