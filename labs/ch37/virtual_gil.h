// SPDX-License-Identifier: Apache-2.0
//
// What threads do under a global interpreter lock, in virtual time: a small
// discrete-event simulation of the locks of CPython on a few processors. It
// waits for nothing and reads no clock, so the same programs give the same
// timeline on every run and every machine. Use it for pictures and for tests
// of what must be so; measure with the real lock.
//
//   absl::StatusOr<ch37::VirtualRun> run = ch37::RunInVirtualTime(
//       {{.name = "thread 1", .steps = {ch37::ComputeFor(1'000'000)}},
//        {.name = "thread 2", .steps = {ch37::BlockFor(absl::Milliseconds(1)),
//                                       ch37::ComputeFor(500)}}},
//       {.lock = ch37::VirtualLock::kNewGil});
//   std::cout << lab::TimelineText(run->timeline);
//
// The locks
//   none     Threads share nothing but the processors.
//   new GIL  CPython 3.2 and later. Who waits for the lock does so for a switch
//            interval; if nobody got the lock in that time, it requests a drop.
//            The holder looks for requests after every tick, and then drops the
//            lock and (forced switch) waits until another thread has it. A
//            thread that blocks drops the lock first and takes it again after.
//   old GIL  CPython up to 3.1. After every 100 ticks the holder releases the
//            lock and at once takes it again: the release wakes a waiter, which
//            mostly finds the lock taken. Signal and hope.
//
// The machine they run on is told in virtual_machine.h.
//
// The default costs are of the order measured on Linux, and no more than that:
// what follows from the algorithms are orderings and shapes, not microseconds.
//
// Thread safety: pure function. Errors: kInvalidArgument for parameters out of
// bounds; the message names the parameter, its value and the bound.
//
// Sources: David Beazley, "Inside the Python GIL" (2009) and "Understanding the
// Python GIL" (PyCon 2010); CPython, Python/ceval_gil.c (Python/ceval_gil.h
// before 3.12), and Python/ceval.c of 2.7; timer slack: prctl(2).

#ifndef LABS_CH37_VIRTUAL_GIL_H_
#define LABS_CH37_VIRTUAL_GIL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace ch37 {

// A thread computes for `ticks` turns of the interpreter's loop, and then waits
// for `block` in a system call, outside the lock. 0 is not to do it at all.
struct VirtualStep {
  int64_t ticks = 0;                            // 0 or more
  absl::Duration block = absl::ZeroDuration();  // 0 to an hour
};

inline VirtualStep ComputeFor(int64_t ticks) { return {.ticks = ticks}; }
inline VirtualStep BlockFor(absl::Duration block) { return {.block = block}; }

struct VirtualThread {
  std::string name = "";
  // One after another; then it ends. Like a thread of Python's it takes the
  // lock first of all, even if it blocks at once.
  std::vector<VirtualStep> steps = {};
};

enum class VirtualLock { kNone, kNewGil, kOldGil };

struct VirtualGilOptions {
  VirtualLock lock = VirtualLock::kNewGil;
  int processors = 2;  // at least 1

  // Of the new GIL. sys.setswitchinterval() sets the interval of a real one.
  absl::Duration switch_interval = absl::Milliseconds(5);  // more than 0
  bool forced_switch = true;
  // Of the old GIL, in ticks; at least 1. There: sys.setcheckinterval().
  int64_t check_interval = 100;

  // Of the machine. Tick and quantum are more than 0, the others 0 or more.
  absl::Duration tick = absl::Nanoseconds(30);
  // A release and a take with nobody asleep to wake.
  absl::Duration lock_cost = absl::Nanoseconds(50);
  // The system call that wakes a sleeper, instead of lock_cost.
  absl::Duration signal = absl::Microseconds(3);
  // From being woken, or being given a processor, to the first instruction.
  absl::Duration wake_up = absl::Microseconds(5);
  // How much later than asked for a timer fires.
  absl::Duration timer_slack = absl::Microseconds(50);
  absl::Duration quantum = absl::Milliseconds(3);
};

struct VirtualRun {
  // Running is computing: with a processor and, under a GIL, with the lock.
  // Blocked is from the system call's begin until its timer fires. All the rest
  // is waiting: for the lock, for a processor, for being awake, and the lock's
  // own costs, during which nothing is computed.
  lab::Timeline timeline;
  // How often the lock went from one thread to another; 0 without a lock.
  int64_t switches = 0;
  // How often a thread was woken since the lock was free, and found it taken.
  int64_t failed_wake_ups = 0;
  // When the last thread ended.
  absl::Duration finish = absl::ZeroDuration();
  // For each thread, how long it held the lock; 0 without a lock.
  std::vector<absl::Duration> held = {};
};

// Runs all `threads` from time 0 until each has ended. Needs at least one
// thread and at most 10 s of computing in all; an old GIL's timeline has some
// 700,000 intervals for each of these seconds, as nobody runs while the holder
// lets go. The timeline's title is lock and processors.
absl::StatusOr<VirtualRun> RunInVirtualTime(
    absl::Span<const VirtualThread> threads,
    const VirtualGilOptions& options = {});

}  // namespace ch37

#endif  // LABS_CH37_VIRTUAL_GIL_H_
