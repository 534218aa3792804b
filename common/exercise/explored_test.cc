// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/explored.h"

#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ExploredTest, WhatIsRequiredIsAllThatAStudentReads) {
  const Values values = Explored(
      explorer::Explore([] { Require("the count", 5, 6); }), {{"more", 7}});
  EXPECT_EQ(values.Text("finding"), "failed assertion");
  EXPECT_EQ(values.Text("message"), "the count is 5, and should be 6");
  EXPECT_THAT(values.Text("trace"), HasSubstr("the count is 5"));
  EXPECT_THAT(values.Text("trace"), Not(HasSubstr("explored.cc")));
  EXPECT_FALSE(values.Bool("proved"));
  EXPECT_EQ(values.Int("more"), 7);
}

TEST(ExploredTest, WhatHoldsIsProved) {
  const Values values = Explored(explorer::Explore([] {
    Require("the count", 6, 6);
    Require(true, "never said");
  }));
  EXPECT_TRUE(values.Bool("proved"));
  EXPECT_EQ(values.Int("executions"), 1);
  EXPECT_EQ(values.Text("message"), "");
}

}  // namespace
}  // namespace exercise
