// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/virtual_machine.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

// Whole milliseconds keep the numbers readable; nothing really waits.
constexpr absl::Duration kMs = absl::Milliseconds(1);

class VirtualMachineTest : public testing::Test {
 protected:
  // Notes who is done, and ends it.
  Next Done(VirtualMachine& machine, int thread) {
    return [this, &machine, thread] {
      done_ += static_cast<char>('a' + thread);
      ended_.push_back(machine.now());
      machine.End(thread);
    };
  }

  std::string done_;                   // threads, in the order of their ends
  std::vector<absl::Duration> ended_;  // when
};

TEST_F(VirtualMachineTest, WorkTakesItsTime) {
  VirtualMachine machine(1, {.processors = 1});
  machine.Start(0, [&] { machine.Work(0, 3 * kMs, Done(machine, 0)); });
  machine.Run();
  EXPECT_EQ(machine.now(), 3 * kMs);
  EXPECT_EQ(done_, "a");
}

TEST_F(VirtualMachineTest, TwoProcessorsWorkSideBySide) {
  VirtualMachine machine(2, {.processors = 2});
  for (int t = 0; t < 2; ++t) {
    machine.Start(t, [&, t] { machine.Work(t, 5 * kMs, Done(machine, t)); });
  }
  machine.Run();
  EXPECT_EQ(machine.now(), 5 * kMs);
}

TEST_F(VirtualMachineTest, OneProcessorIsSharedByTurnsOfAQuantum) {
  VirtualMachine machine(2, {.processors = 1, .quantum = 2 * kMs});
  for (int t = 0; t < 2; ++t) {
    machine.Start(t, [&, t] { machine.Work(t, 5 * kMs, Done(machine, t)); });
  }
  machine.Run();
  EXPECT_EQ(machine.now(), 10 * kMs);
  EXPECT_EQ(done_, "ab");
  // The first one did not have it to itself until it was done.
  EXPECT_GT(ended_[0], 5 * kMs);
}

TEST_F(VirtualMachineTest, BlockingLeavesTheProcessorToOthers) {
  VirtualMachine machine(2, {.processors = 1});
  machine.Start(0, [&] { machine.Block(0, 4 * kMs, Done(machine, 0)); });
  machine.Start(1, [&] { machine.Work(1, 3 * kMs, Done(machine, 1)); });
  machine.Run();
  EXPECT_EQ(done_, "ba");
  EXPECT_EQ(machine.now(), 4 * kMs);
}

TEST_F(VirtualMachineTest, TimersAreLateByTheirSlack) {
  VirtualMachine machine(1, {.processors = 1, .timer_slack = kMs});
  machine.Start(0, [&] { machine.Block(0, 4 * kMs, Done(machine, 0)); });
  machine.Run();
  EXPECT_EQ(machine.now(), 5 * kMs);
}

TEST_F(VirtualMachineTest, ASleeperGoesOnWhenItIsWoken) {
  VirtualMachine machine(2, {.processors = 2});
  WaitQueue queue;
  bool timed_out = true;
  machine.Start(0, [&] {
    machine.Sleep(0, queue, std::nullopt, [&](bool out) {
      timed_out = out;
      Done(machine, 0)();
    });
  });
  machine.Start(1, [&] {
    machine.Work(1, 7 * kMs, [&] {
      EXPECT_TRUE(machine.WakeOne(queue));
      EXPECT_FALSE(machine.WakeOne(queue)) << "nobody is left to wake";
      machine.End(1);
    });
  });
  machine.Run();
  EXPECT_FALSE(timed_out);
  EXPECT_EQ(ended_, std::vector<absl::Duration>{7 * kMs});
}

TEST_F(VirtualMachineTest, ASleeperWhoseTimeIsUpIsInTheQueueNoMore) {
  VirtualMachine machine(1, {.processors = 1});
  WaitQueue queue;
  bool timed_out = false;
  machine.Start(0, [&] {
    machine.Sleep(0, queue, 2 * kMs, [&](bool out) {
      timed_out = out;
      Done(machine, 0)();
    });
  });
  machine.Run();
  EXPECT_TRUE(timed_out);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(machine.now(), 2 * kMs);
}

TEST_F(VirtualMachineTest, WhoSleepsLongestIsWokenFirst) {
  VirtualMachine machine(3, {.processors = 1});
  WaitQueue queue;
  for (int t = 0; t < 2; ++t) {
    machine.Start(t, [&, t] {
      machine.Sleep(t, queue, std::nullopt,
                    [&, t](bool) { Done(machine, t)(); });
    });
  }
  machine.Start(2, [&] {
    machine.WakeOne(queue);
    machine.WakeOne(queue);
    machine.End(2);
  });
  machine.Run();
  EXPECT_EQ(done_, "ab");
}

TEST_F(VirtualMachineTest, AComputationIsCutShortAtTheEndOfATick) {
  VirtualMachine machine(2, {.processors = 2, .tick = 2 * kMs});
  int64_t computed = 0;
  machine.Start(0, [&] {
    machine.Compute(0, 10, [&](int64_t ticks) {
      computed = ticks;
      Done(machine, 0)();
    });
  });
  machine.Start(1, [&] {
    machine.Work(1, 5 * kMs, [&] {
      machine.StopAtNextTick(0);
      machine.End(1);
    });
  });
  machine.Run();
  EXPECT_EQ(computed, 3);
  EXPECT_EQ(ended_, std::vector<absl::Duration>{6 * kMs});
}

TEST_F(VirtualMachineTest, TheTimelineSaysWhatEachThreadWasAt) {
  VirtualMachine machine(1, {.processors = 1, .tick = kMs});
  machine.Start(0, [&] {
    machine.Compute(
        0, 2, [&](int64_t) { machine.Block(0, 3 * kMs, Done(machine, 0)); });
  });
  machine.Run();
  const std::vector<lab::Interval> intervals = machine.Intervals();
  ASSERT_EQ(intervals.size(), 2u);
  EXPECT_EQ(intervals[0].activity, lab::Activity::kRunning);
  EXPECT_EQ(intervals[0].end, 2 * kMs);
  EXPECT_EQ(intervals[1].activity, lab::Activity::kBlocked);
  EXPECT_EQ(intervals[1].end, 5 * kMs);
}

TEST(VirtualMachineDeathTest, AThreadThatNobodyWakesIsSaid) {
  VirtualMachine machine(1, {.processors = 1});
  WaitQueue queue;
  machine.Start(0, [&] {
    machine.Sleep(0, queue, std::nullopt, [&](bool) { machine.End(0); });
  });
  EXPECT_DEATH(machine.Run(), "a thread waits for ever");
}

}  // namespace
}  // namespace ch37
