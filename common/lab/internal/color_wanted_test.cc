// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/color_wanted.h"

#include "gtest/gtest.h"

namespace lab::internal {
namespace {

TEST(ColorWantedTest, AnythingInNoColorSaysNo) {
  EXPECT_FALSE(ColorWanted("1", "xterm"));
  EXPECT_FALSE(ColorWanted("0", "xterm"));
}

TEST(ColorWantedTest, AnEmptyNoColorIsNone) {
  EXPECT_TRUE(ColorWanted("", "xterm"));
  EXPECT_TRUE(ColorWanted(nullptr, "xterm"));
}

TEST(ColorWantedTest, ADumbTerminalHasNoColor) {
  EXPECT_FALSE(ColorWanted(nullptr, "dumb"));
}

TEST(ColorWantedTest, NoTermIsNoReasonAgainstIt) {  // Windows sets none
  EXPECT_TRUE(ColorWanted(nullptr, nullptr));
}

}  // namespace
}  // namespace lab::internal
