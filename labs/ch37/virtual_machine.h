// SPDX-License-Identifier: Apache-2.0
//
// A few processors and some threads in virtual time: a small discrete-event
// simulation of a clock, a scheduler, sleeping and waking. It waits for nothing
// and reads no clock; the same calls give the same timeline on every machine.
//
//   ch37::VirtualMachine machine(/*threads=*/1, {.processors = 1});
//   machine.Start(0, [&] {
//     machine.Work(0, absl::Microseconds(3), [&] { machine.End(0); });
//   });
//   machine.Run();
//   machine.now();   // 3 us
//
// Code that takes virtual time can't simply return when it is done. It says
// instead what comes next: Work(thread, 3 us, next) calls `next` 3 us later.
//
// A thread that is woken needs a while to get going (`wake_up`). Timers fire
// late (`timer_slack`). With more threads than processors, the thread that has
// run least goes first, and one that runs is preempted when it is `quantum`
// ahead of one that is ready; who has slept is treated as one `quantum` behind.
// This is Linux's scheduler in one sentence; switching itself is free. Wake-ups
// vary by half their length, up and down, from a generator with a fixed seed.
// Without that the old GIL runs in lockstep: every woken thread arrives at the
// same point of the holder's 100 ticks, and all of them fail.
//
// Thread safety: none. Errors: none; Run() dies where a thread waits for ever.

#ifndef LABS_CH37_VIRTUAL_MACHINE_H_
#define LABS_CH37_VIRTUAL_MACHINE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace ch37 {

struct VirtualMachineOptions {
  int processors = 2;  // 1 or more
  // One turn of a thread that computes; more than 0.
  absl::Duration tick = absl::Microseconds(1);
  // How far a thread that runs may get ahead of one that is ready; more than 0.
  absl::Duration quantum = absl::Milliseconds(3);
  // What a thread that is woken takes to get going, on average; and how late
  // timers are.
  absl::Duration wake_up = absl::ZeroDuration();
  absl::Duration timer_slack = absl::ZeroDuration();
};

// What comes after something that takes virtual time.
using Next = std::function<void()>;

// Threads that sleep until somebody wakes them, the longest asleep in front.
using WaitQueue = std::deque<int>;

// What each thread was at, from when to when.
class TimelineOfThreads {
 public:
  explicit TimelineOfThreads(size_t threads)
      : open_(threads), tracks_(threads) {}

  // From `now` on `thread` is at `activity`, or is no more.
  void Note(int thread, std::optional<lab::Activity> activity,
            absl::Duration now);

  // By when they begin; of those that begin together, the lower track first.
  std::vector<lab::Interval> Intervals() const;

 private:
  struct Open {
    std::optional<lab::Activity> activity;
    absl::Duration since = absl::ZeroDuration();
  };

  void Close(int thread, absl::Duration now);

  std::vector<Open> open_;  // what each thread is at now
  std::vector<std::vector<lab::Interval>> tracks_;
};

class VirtualMachine {
 public:
  VirtualMachine(size_t threads, const VirtualMachineOptions& options)
      : options_(options), threads_(threads), timeline_(threads) {}

  absl::Duration now() const { return now_; }

  // `thread` exists from time 0 on, and does `next` once it has a processor.
  void Start(int thread, Next next);

  // The next five are for a thread that has a processor, about itself.

  // Is busy for `duration`.
  void Work(int thread, absl::Duration duration, Next next);
  // Computes `ticks`, or fewer if StopAtNextTick cuts it short. `next` gets how
  // many it was.
  void Compute(int thread, int64_t ticks, std::function<void(int64_t)> next);
  // Gives the processor up until WakeOne(queue) or, where there is a timeout,
  // until that has passed. `next` gets whether it has.
  void Sleep(int thread, WaitQueue& queue,
             std::optional<absl::Duration> timeout,
             std::function<void(bool)> next);
  // Gives the processor up for `duration`, in a system call.
  void Block(int thread, absl::Duration duration, Next next);
  // Is no more.
  void End(int thread);

  // These two are about another thread.

  // Wakes the first of `queue`, if there is one, and says whether there was.
  bool WakeOne(WaitQueue& queue);
  // If `thread` is computing, it stops when the tick it is at is over.
  void StopAtNextTick(int thread);

  // Lets time pass until nothing is left to happen.
  void Run();

  std::vector<lab::Interval> Intervals() const { return timeline_.Intervals(); }

 private:
  enum class Place { kReady, kOnProcessor, kAsleep, kBlocked, kEnded };

  struct Thread {
    Place place = Place::kEnded;
    absl::Duration used = absl::ZeroDuration();  // processor time till `since`
    absl::Duration since = absl::ZeroDuration();
    absl::Duration work = absl::ZeroDuration();  // left to do from `since` on
    bool computing = false;
    int64_t ticks = 0;           // of this computing
    Next next;                   // after the work
    WaitQueue* queue = nullptr;  // where it sleeps
    bool timed_out = false;
    // What was scheduled for the thread under an older plan no longer counts.
    int64_t plan = 0;
  };

  struct Event {
    absl::Duration time;
    int64_t number;  // events of the same time happen in this order
    Next happen;

    bool operator<(const Event& other) const {  // the top is the earliest
      return std::pair(time, number) > std::pair(other.time, other.number);
    }
  };

  void At(absl::Duration time, Next happen) {
    events_.push({time, events_so_far_++, std::move(happen)});
  }

  // Replaces whatever was planned for the thread.
  void Plan(int thread, absl::Duration time, Next happen);

  void StartWork(int thread);
  void FinishWork(int thread);
  void LeaveProcessor(int thread, Place place);
  void Wake(int thread, bool timed_out);

  // The scheduler.
  void Dispatch();
  bool GiveProcessor(int thread);
  void DispatchAt(absl::Duration time);
  absl::Duration Used(int thread) const;
  void Charge(int thread);
  void RaiseFloor();
  // Of the threads at `place`, the one that has used least or most.
  std::optional<int> LeastUsed(Place place) const;
  std::optional<int> MostUsed(Place place) const;
  std::vector<int> ThreadsAt(Place place) const;

  absl::Duration WakeUpTime();
  void Note(int thread);

  const VirtualMachineOptions options_;
  std::vector<Thread> threads_;
  TimelineOfThreads timeline_;
  absl::Duration now_ = absl::ZeroDuration();
  std::priority_queue<Event> events_;
  int64_t events_so_far_ = 0;
  absl::Duration next_dispatch_ = absl::InfiniteDuration();
  // What the threads that were awake together had all used; never falls.
  absl::Duration floor_ = absl::ZeroDuration();
  // Used raw: the standard says which numbers it gives, on every machine.
  std::minstd_rand random_;
};

}  // namespace ch37

#endif  // LABS_CH37_VIRTUAL_MACHINE_H_
