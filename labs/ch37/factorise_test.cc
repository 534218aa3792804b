// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/factorise.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FactoriseTest, FindsEveryFactorInOrder) {
  EXPECT_THAT(Factorise(12), ElementsAre(1, 2, 3, 4, 6, 12));
  EXPECT_THAT(Factorise(13), ElementsAre(1, 13));
  EXPECT_THAT(Factorise(1), ElementsAre(1));
}

TEST(FactoriseTest, NumbersBelowOneHaveNoFactors) {
  EXPECT_THAT(Factorise(0), IsEmpty());
  EXPECT_THAT(Factorise(-12), IsEmpty());
}

TEST(FactoriseTest, FactorsOfTheChaptersNumbers) {
  EXPECT_THAT(
      FactoriseAll(kNumbers),
      ElementsAre(ElementsAre(1, 101, 21179, 2139079),
                  ElementsAre(1, 7, 13, 49, 91, 637, 1907, 13349, 24791, 93443,
                              173537, 1214759),
                  ElementsAre(1, 19, 79823, 1516637),
                  ElementsAre(1, 5, 271, 1355, 1367, 6835, 370457, 1852285)));
}

TEST(FactoriseTest, ThreadsFindTheSameInTheSameOrder) {
  EXPECT_EQ(FactoriseAllOnThreads(kNumbers), FactoriseAll(kNumbers));
}

TEST(FactoriseTest, NoNumbersGiveNoResults) {
  EXPECT_THAT(FactoriseAll({}), IsEmpty());
  EXPECT_THAT(FactoriseAllOnThreads({}), IsEmpty());
}

}  // namespace
}  // namespace ch37
