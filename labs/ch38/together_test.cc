// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/together.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

using ::testing::Each;

TEST(TogetherTest, EachNumberIsCalledOnce) {
  std::vector<int> calls(5);
  Together(5, [&](int thread) { ++calls[thread]; });
  EXPECT_THAT(calls, Each(1));
}

// One after another, the first would wait for the others for ever.
TEST(TogetherTest, AllRunAtTheSameTime) {
  std::atomic<int> here = 0;
  Together(3, [&](int) {
    ++here;
    while (here < 3) std::this_thread::yield();
  });
  EXPECT_EQ(here, 3);
}

TEST(TogetherDeathTest, NoThreadsAreRefused) {
  EXPECT_DEATH(Together(0, [](int) {}), "at least 1");
}

}  // namespace
}  // namespace ch38
