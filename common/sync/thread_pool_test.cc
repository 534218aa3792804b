// SPDX-License-Identifier: Apache-2.0

#include "common/sync/thread_pool.h"

#include <atomic>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/barrier.h"
#include "absl/synchronization/notification.h"
#include "common/testing/run_on_threads.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::ElementsAre;

TEST(ThreadPoolDeathTest, PoolWithoutThreadsIsRefused) {
  EXPECT_DEATH(ThreadPool(0), "ask for at least 1");
}

TEST(ThreadPoolDeathTest, EmptyTaskIsRefused) {
  ThreadPool::Task empty;
  EXPECT_DEATH(ThreadPool(1).Schedule(std::move(empty)), "task is empty");
}

TEST(ThreadPoolDeathTest, ExceptionThatLeavesATaskEndsTheProgram) {
  EXPECT_DEATH(ThreadPool(1).Schedule(
                   [] { throw std::runtime_error("the sensor broke"); }),
               "the sensor broke");
}

TEST(ThreadPoolTest, TasksRunOnAThreadOfThePool) {
  std::thread::id ran_on;
  {
    ThreadPool(1).Schedule([&] { ran_on = std::this_thread::get_id(); });
  }
  EXPECT_NE(ran_on, std::thread::id());
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST(ThreadPoolTest, OneThreadRunsTasksInTheOrderTheyWereScheduled) {
  std::vector<int> ran;
  {
    ThreadPool pool(1);
    for (int i = 0; i < 4; ++i) {
      pool.Schedule([&ran, i] { ran.push_back(i); });
    }
  }
  EXPECT_THAT(ran, ElementsAre(0, 1, 2, 3));
}

// The tasks meet at a barrier, which needs as many threads as there are tasks.
TEST(ThreadPoolTest, AsManyTasksAsThreadsRunAtTheSameTime) {
  absl::Barrier meeting(3);
  std::atomic<int> met = 0;
  {
    ThreadPool pool(3);
    for (int i = 0; i < 3; ++i) {
      pool.Schedule([&] {
        meeting.Block();
        ++met;
      });
    }
  }
  EXPECT_EQ(met, 3);
}

TEST(ThreadPoolTest, DestructorRunsWhatIsStillQueued) {
  absl::Notification scheduled_all;
  std::atomic<int> ran = 0;
  {
    ThreadPool pool(2);
    for (int i = 0; i < 100; ++i) {
      pool.Schedule([&] {
        scheduled_all.WaitForNotification();
        ++ran;
      });
    }
    EXPECT_EQ(ran, 0);
    scheduled_all.Notify();
  }
  EXPECT_EQ(ran, 100);
}

TEST(ThreadPoolTest, EveryTaskRunsOnceWhoeverScheduledIt) {
  constexpr int kCallers = 4;
  constexpr int kTasksEach = 250;
  std::vector<std::atomic<int>> times(kCallers * kTasksEach);
  {
    ThreadPool pool(3);
    testing_util::RunOnThreads(kCallers, [&](int caller) {
      for (int i = 0; i < kTasksEach; ++i) {
        pool.Schedule([&, n = caller * kTasksEach + i] { ++times[n]; });
      }
    });
  }
  for (const std::atomic<int>& count : times) EXPECT_EQ(count, 1);
}

// One thread is enough, and the destructor waits for tasks of tasks of tasks.
TEST(ThreadPoolTest, TasksMayScheduleTasks) {
  int depth = 0;
  std::function<void()> go_deeper;  // Outlives the pool that runs it.
  {
    ThreadPool pool(1);
    go_deeper = [&] {
      if (++depth < 100) pool.Schedule(go_deeper);
    };
    pool.Schedule(go_deeper);
  }
  EXPECT_EQ(depth, 100);
}

// Also while the destructor waits, no thread leaves before the last task ends.
TEST(ThreadPoolTest, TaskMayWaitForAnotherWhileAThreadIsFree) {
  bool both_ran = false;
  absl::Notification destructor_is_next;
  {
    ThreadPool pool(2);
    pool.Schedule([&] {
      destructor_is_next.WaitForNotification();
      // A chance for the free thread to leave, had it a mind to.
      for (int i = 0; i < 1000; ++i) std::this_thread::yield();
      absl::Notification other_ran;
      pool.Schedule([&] { other_ran.Notify(); });
      other_ran.WaitForNotification();
      both_ran = true;
    });
    destructor_is_next.Notify();
  }
  EXPECT_TRUE(both_ran);
}

TEST(ThreadPoolTest, TaskMayHoldWhatCanOnlyBeMoved) {
  int seen = 0;
  {
    ThreadPool pool(1);
    pool.Schedule(
        [&seen, reading = std::make_unique<int>(7)] { seen = *reading; });
  }
  EXPECT_EQ(seen, 7);
}

TEST(ThreadPoolTest, WhatATaskHoldsIsGoneBeforeThePoolIs) {
  auto held = std::make_shared<int>(7);
  const std::weak_ptr<int> watched = held;
  {
    ThreadPool(1).Schedule([held = std::move(held)] {});
  }
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace sync_util
