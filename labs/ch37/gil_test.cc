// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/gil.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/testing/run_on_threads.h"
#include "gtest/gtest.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"

namespace ch37 {
namespace {

// What every lock promises, whatever its policy.
struct Policy {
  std::string name;
  std::function<std::unique_ptr<Gil>()> make;
};

const Policy kPolicies[] = {
    {"New", [] { return std::make_unique<NewGil>(); }},
    // Asks at once, so that the lock changes hands as often as can be.
    {"NewImpatient",
     [] {
       return std::make_unique<NewGil>(
           NewGil::Options{.switch_interval = absl::ZeroDuration()});
     }},
    {"NewWithoutForcedSwitch",
     [] {
       return std::make_unique<NewGil>(NewGil::Options{
           .switch_interval = absl::ZeroDuration(), .force_switch = false});
     }},
    {"Old", [] { return std::make_unique<OldGil>(); }},
    {"OldImpatient",
     [] {
       return std::make_unique<OldGil>(OldGil::Options{.check_interval = 1});
     }},
};

class GilTest : public testing::TestWithParam<Policy> {
 protected:
  const std::unique_ptr<Gil> gil_ = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(All, GilTest, testing::ValuesIn(kPolicies),
                         [](const testing::TestParamInfo<Policy>& info) {
                           return info.param.name;
                         });

TEST_P(GilTest, OneThreadAtATimeRunsBytecode) {
  constexpr int kThreads = 4;
  constexpr int kTurns = 2000;
  int count = 0;  // guarded by the lock alone: tsan would see a hole in it
  testing_util::RunOnThreads(kThreads, [&](int) {
    GilThread self;
    gil_->Acquire(self);
    for (int i = 0; i < kTurns; ++i) {
      gil_->CheckPoint(self);
      ++count;
    }
    gil_->Release(self);
  });
  EXPECT_EQ(count, kThreads * kTurns);
}

TEST_P(GilTest, EveryThreadThatWaitsGetsItsTurn) {
  // A wake-up that is lost leaves a thread waiting for ever.
  testing_util::RunOnThreads(8, [&](int) {
    GilThread self;
    for (int i = 0; i < 200; ++i) {
      gil_->Acquire(self);
      gil_->CheckPoint(self);
      gil_->Release(self);
    }
  });
  GilThread self;
  gil_->Acquire(self);  // it is free again
  gil_->Release(self);
}

TEST_P(GilTest, ABlockingCallLetsOthersRun) {
  absl::Notification other_has_run;
  GilThread self;
  gil_->Acquire(self);
  std::thread other([&] {
    GilThread other_self;
    gil_->Acquire(other_self);
    other_has_run.Notify();
    gil_->Release(other_self);
  });
  {
    const BlockingRegion unlocked(*gil_, self);
    other_has_run.WaitForNotification();  // stands for a read()
  }
  gil_->Release(self);
  other.join();
}

TEST_P(GilTest, SwitchesCountChangesOfTheHolder) {
  GilThread first;
  GilThread second;
  for (int i = 0; i < 3; ++i) {
    gil_->Acquire(first);
    gil_->Release(first);
  }
  EXPECT_EQ(gil_->switches(), 1);
  gil_->Acquire(second);
  gil_->Release(second);
  gil_->Acquire(first);
  gil_->Release(first);
  EXPECT_EQ(gil_->switches(), 3);
}

TEST_P(GilTest, ToReleaseALockThatIsNotHeldEndsTheProgram) {
  GilThread self;
  EXPECT_DEATH(gil_->Release(self), "does not hold");
}

TEST(NoGilTest, AnyNumberOfThreadsRunAtOnce) {
  NoGil gil;
  GilThread first;
  GilThread second;
  gil.Acquire(first);
  gil.Acquire(second);  // would wait for ever under a lock
  gil.CheckPoint(first);
  gil.Release(second);
  gil.Release(first);
  EXPECT_EQ(gil.switches(), 0);
  EXPECT_FALSE(gil.exclusive());
}

}  // namespace
}  // namespace ch37
