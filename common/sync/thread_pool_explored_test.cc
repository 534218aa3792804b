// SPDX-License-Identifier: Apache-2.0
//
// The pool's promises under every interleaving, for a few threads and tasks.

#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/explorer/explorer.h"
#include "common/sync/thread_pool.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(ThreadPoolExploredTest, ThePoolEndsWithNothingToDo) {
  const explorer::Result result = explorer::Explore([] { ThreadPool pool(2); });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(ThreadPoolExploredTest, EachTaskHasRunOnceWhenThePoolIsGone) {
  const explorer::Result result = explorer::Explore([] {
    std::vector<int> times(2);
    {
      ThreadPool pool(2);
      for (int& time : times) pool.Schedule([&time] { ++time; });
    }
    EXPECT_THAT(times, Each(1));
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(ThreadPoolExploredTest, OneThreadKeepsTheOrder) {
  const explorer::Result result = explorer::Explore([] {
    std::vector<int> ran;
    {
      ThreadPool pool(1);
      for (int i = 0; i < 3; ++i) {
        pool.Schedule([&ran, i] { ran.push_back(i); });
      }
    }
    EXPECT_THAT(ran, ElementsAre(0, 1, 2));
  });
  EXPECT_TRUE(result.proved()) << result;
}

// No thread leaves while a task runs that may still schedule others.
TEST(ThreadPoolExploredTest, ATaskOfATaskRuns) {
  const explorer::Result result = explorer::Explore([] {
    bool inner_ran = false;
    {
      ThreadPool pool(2);
      pool.Schedule([&] { pool.Schedule([&] { inner_ran = true; }); });
    }
    EXPECT_TRUE(inner_ran);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(ThreadPoolExploredTest, ATaskMayWaitForAnotherWhileAThreadIsFree) {
  const explorer::Result result = explorer::Explore([] {
    absl::Notification other_ran;
    ThreadPool pool(2);
    pool.Schedule([&] { other_ran.WaitForNotification(); });
    pool.Schedule([&] { other_ran.Notify(); });
  });
  EXPECT_TRUE(result.proved()) << result;
}

// The pitfall in thread_pool.h: none is left to run the other task.
TEST(ThreadPoolExploredTest, ATaskThatWaitsForALaterOneOnTheOnlyThreadIsStuck) {
  const explorer::Result result = explorer::Explore([] {
    absl::Mutex mutex;
    bool other_ran = false;
    ThreadPool pool(1);
    pool.Schedule(
        [&] { absl::MutexLock lock(&mutex, absl::Condition(&other_ran)); });
    pool.Schedule([&] {
      absl::MutexLock lock(&mutex);
      other_ran = true;
    });
  });
  EXPECT_TRUE(result.found()) << result;
  EXPECT_FALSE(result.proved());
}

}  // namespace
}  // namespace sync_util
