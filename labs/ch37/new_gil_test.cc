// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/new_gil.h"

#include <atomic>
#include <thread>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "labs/ch37/gil.h"

namespace ch37 {
namespace {

// A thread that wants the lock once.
class Waiter {
 public:
  explicit Waiter(Gil& gil)
      : thread_([this, &gil] {
          GilThread self;
          gil.Acquire(self);
          has_run_ = true;
          gil.Release(self);
        }) {}
  ~Waiter() { thread_.join(); }

  bool has_run() const { return has_run_; }

 private:
  std::atomic<bool> has_run_ = false;
  std::thread thread_;
};

TEST(NewGilTest, NobodyIsAskedAsLongAsNobodyWaits) {
  NewGil gil({.switch_interval = absl::ZeroDuration()});
  GilThread self;
  gil.Acquire(self);
  for (int i = 0; i < 1000; ++i) {
    gil.CheckPoint(self);
    EXPECT_FALSE(gil.drop_requested());
  }
  gil.Release(self);
  EXPECT_EQ(gil.switches(), 1);
}

TEST(NewGilTest, WhoIsAskedGivesWayAtTheNextCheckPoint) {
  NewGil gil({.switch_interval = absl::ZeroDuration()});
  GilThread self;
  gil.Acquire(self);
  Waiter waiter(gil);
  while (!gil.drop_requested()) continue;
  EXPECT_FALSE(waiter.has_run());  // a request takes nothing from the holder
  gil.CheckPoint(self);
  EXPECT_TRUE(waiter.has_run());  // the forced switch
  EXPECT_FALSE(gil.drop_requested());
  gil.Release(self);
}

TEST(NewGilTest, WhoIsAskedAndBlocksGivesWayAsWell) {
  NewGil gil({.switch_interval = absl::ZeroDuration()});
  GilThread self;
  gil.Acquire(self);
  Waiter waiter(gil);
  while (!gil.drop_requested()) continue;
  {
    const BlockingRegion unlocked(gil, self);
    EXPECT_EQ(gil.switches(), 2);  // the waiter has got the lock
  }
  gil.Release(self);
}

TEST(NewGilTest, WhoIsAskedAndEndsGivesWayAsWell) {
  NewGil gil({.switch_interval = absl::ZeroDuration()});
  GilThread self;
  gil.Acquire(self);
  Waiter waiter(gil);
  while (!gil.drop_requested()) continue;
  gil.Release(self);
  EXPECT_EQ(gil.switches(), 2);  // the waiter has got the lock
}

TEST(NewGilTest, BeforeTheIntervalIsOverNobodyIsAsked) {
  NewGil gil({.switch_interval = absl::InfiniteDuration()});
  GilThread self;
  gil.Acquire(self);
  Waiter waiter(gil);
  for (int i = 0; i < 100'000; ++i) gil.CheckPoint(self);
  EXPECT_FALSE(gil.drop_requested());
  EXPECT_FALSE(waiter.has_run());
  gil.Release(self);
}

TEST(NewGilTest, WithoutTheForcedSwitchAThreadThatWaitsGetsItsTurnSomeTime) {
  NewGil gil({.switch_interval = absl::ZeroDuration(), .force_switch = false});
  GilThread self;
  gil.Acquire(self);
  Waiter waiter(gil);
  while (!waiter.has_run()) gil.CheckPoint(self);
  gil.Release(self);
}

TEST(NewGilTest, AnIntervalBelowZeroIsRefused) {
  EXPECT_DEATH(NewGil({.switch_interval = -absl::Milliseconds(1)}),
               "0 or more");
}

}  // namespace
}  // namespace ch37
