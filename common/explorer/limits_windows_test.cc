// SPDX-License-Identifier: Apache-2.0
//
// What the explorer can't do, it says: what Windows has of its own.

#include <stdlib.h>

#include <atomic>
#include <thread>

#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

// GCC 12's std::atomic::wait() looks at the atomic, and then locks the mutex
// that it waits with; who notifies takes no mutex, and may come between.
TEST(LimitsWindowsTest, AWakeupThatTheLibraryLosesIsFound) {
  const Result result = Explore([] {
    std::atomic<int> stage(0);
    std::thread waits([&] { stage.wait(0); });
    stage.store(1);
    stage.notify_one();
    waits.join();
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kMissedWakeup) << result;
}

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
