// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/old_gil.h"

#include <atomic>
#include <thread>

#include "gtest/gtest.h"
#include "labs/ch37/gil.h"

namespace ch37 {
namespace {

class CountingGil : public OldGil {
 public:
  using OldGil::OldGil;

  void Release(GilThread& self) override {
    ++releases_;
    OldGil::Release(self);
  }
  int releases() const { return releases_; }

 private:
  int releases_ = 0;
};

TEST(OldGilTest, TheHolderLetsGoEveryHundredInstructions) {
  CountingGil gil;
  GilThread self;
  gil.Acquire(self);
  for (int i = 0; i < 99; ++i) gil.CheckPoint(self);
  EXPECT_EQ(gil.releases(), 0);
  gil.CheckPoint(self);
  EXPECT_EQ(gil.releases(), 1);
  for (int i = 0; i < 1000; ++i) gil.CheckPoint(self);
  EXPECT_EQ(gil.releases(), 11);
  gil.Release(self);
}

TEST(OldGilTest, TheCheckIntervalIsTheOneThatWasAskedFor) {
  CountingGil gil({.check_interval = 7});
  GilThread self;
  gil.Acquire(self);
  for (int i = 0; i < 70; ++i) gil.CheckPoint(self);
  EXPECT_EQ(gil.releases(), 10);
  gil.Release(self);
}

TEST(OldGilTest, AllThreadsCountTheirInstructionsTogether) {
  CountingGil gil({.check_interval = 4});
  GilThread first;
  GilThread second;
  gil.Acquire(first);
  gil.CheckPoint(first);
  gil.CheckPoint(first);
  gil.Release(first);
  gil.Acquire(second);
  gil.CheckPoint(second);
  gil.CheckPoint(second);  // the fourth
  EXPECT_EQ(gil.releases(), 2);
  gil.Release(second);
}

TEST(OldGilTest, AThreadThatWaitsGetsNothingBeforeTheHolderHasCounted) {
  OldGil gil;
  GilThread self;
  gil.Acquire(self);
  std::atomic<bool> has_run = false;
  std::thread waiter([&] {
    GilThread other;
    gil.Acquire(other);
    has_run = true;
    gil.Release(other);
  });
  for (int i = 0; i < 99; ++i) gil.CheckPoint(self);
  EXPECT_FALSE(has_run);
  while (!has_run) gil.CheckPoint(self);  // signal and hope
  gil.Release(self);
  waiter.join();
}

TEST(OldGilTest, ACheckIntervalBelowOneIsRefused) {
  EXPECT_DEATH(OldGil({.check_interval = 0}), "1 or more");
}

}  // namespace
}  // namespace ch37
