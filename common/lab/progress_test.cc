// SPDX-License-Identifier: Apache-2.0

#include "common/lab/progress.h"

#include <sstream>

#include "gtest/gtest.h"

namespace lab {
namespace {

TEST(ProgressTest, OnATerminalOneLineIsRewritten) {
  std::ostringstream out;
  Progress progress(out, /*in_place=*/true);
  progress.Start("select/serial");
  progress.Start("x/y");
  EXPECT_EQ(out.str(), "\rrun 1: select/serial\rrun 2: x/y          ");
  progress.Finish();
  EXPECT_EQ(out.str(),
            "\rrun 1: select/serial\rrun 2: x/y          \r          \r");
}

TEST(ProgressTest, InALogEachNameAppearsOnce) {
  std::ostringstream out;
  Progress progress(out, /*in_place=*/false);
  progress.Start("a");
  progress.Start("b");
  progress.Start("a");
  progress.Finish();
  EXPECT_EQ(out.str(), "running a\nrunning b\n");
}

TEST(ProgressTest, NothingStartedWritesNothing) {
  std::ostringstream out;
  Progress progress(out, /*in_place=*/true);
  progress.Finish();
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace lab
