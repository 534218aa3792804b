// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/random.h"

#include <cstdint>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

std::vector<int64_t> Some(uint64_t seed, const char* check) {
  Random random(seed, check);
  std::vector<int64_t> numbers;
  for (int i = 0; i < 5; ++i) numbers.push_back(random.Between(0, 999));
  return numbers;
}

TEST(RandomTest, TheSameSeedGivesTheSameOnEverySystem) {
  EXPECT_THAT(Some(7, "Check"), testing::ElementsAre(832, 25, 559, 928, 664));
}

TEST(RandomTest, AnotherSeedOrCheckGivesOthers) {
  EXPECT_NE(Some(7, "Check"), Some(8, "Check"));
  EXPECT_NE(Some(7, "Check"), Some(uint64_t{7} << 32, "Check"));
  EXPECT_NE(Some(7, "Check"), Some(7, "Chick"));
}

TEST(RandomTest, BetweenGivesEachNumberAndNoOther) {
  Random random(1, "");
  std::set<int64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.Between(-1, 2));
  EXPECT_THAT(seen, testing::ElementsAre(-1, 0, 1, 2));
  EXPECT_EQ(random.Between(5, 5), 5);
  random.Between(INT64_MIN, INT64_MAX);
}

TEST(RandomTest, WordsAreFourToTenSmallLetters) {
  Random random(1, "");
  std::set<size_t> lengths;
  for (int i = 0; i < 1000; ++i) {
    const std::string word = random.Word();
    EXPECT_THAT(word, testing::Each(
                          testing::AllOf(testing::Ge('a'), testing::Le('z'))));
    lengths.insert(word.size());
  }
  EXPECT_EQ(*lengths.begin(), 4u);
  EXPECT_EQ(*lengths.rbegin(), 10u);
}

}  // namespace
}  // namespace exercise
