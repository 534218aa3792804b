// SPDX-License-Identifier: Apache-2.0
//
// What the explorer can't do, it says: what Windows has of its own.

#include <stdlib.h>

#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

TEST(LimitsWindowsTest, OffRunsTheBodyForReal) {
  _putenv_s("EXPLORER", "off");
  int runs = 0;
  const Result result = Explore([&runs] { ++runs; });
  _putenv_s("EXPLORER", "");
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(result.proved());
  EXPECT_FALSE(result.found());
}

}  // namespace
}  // namespace explorer
