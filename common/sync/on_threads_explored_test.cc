// SPDX-License-Identifier: Apache-2.0
//
// What OnThreads promises, under every interleaving of a few pieces.

#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "common/sync/on_threads.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::Each;

TEST(OnThreadsExploredTest, EachPieceHasRunOnceWhenItReturns) {
  const explorer::Result result = explorer::Explore([] {
    std::vector<int> times(2);
    EXPECT_TRUE(OnThreads(2, [&](int i) {
                  ++times[i];
                  return absl::OkStatus();
                }).ok());
    EXPECT_THAT(times, Each(1));
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(OnThreadsExploredTest, TheFirstErrorByNumberIsReturnedWhoeverIsFirst) {
  const explorer::Result result = explorer::Explore([] {
    const absl::Status status = OnThreads(2, [&](int i) {
      return i == 0 ? absl::AbortedError("0") : absl::InternalError("1");
    });
    EXPECT_TRUE(absl::IsAborted(status));
  });
  EXPECT_TRUE(result.proved()) << result;
}

// Each has a thread of its own, so they may wait for each other.
TEST(OnThreadsExploredTest, PiecesThatMeetAllArrive) {
  const explorer::Result result = explorer::Explore([] {
    absl::Mutex mutex;
    int arrived = 0;
    const auto all_arrived = [&arrived] { return arrived == 2; };
    EXPECT_TRUE(OnThreads(2, [&](int) {
                  absl::MutexLock lock(&mutex);
                  ++arrived;
                  mutex.Await(absl::Condition(&all_arrived));
                  return absl::OkStatus();
                }).ok());
  });
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace sync_util
