// SPDX-License-Identifier: Apache-2.0
//
// From bottom to top: Recorder (what the timeline says), Machine (the clock,
// the processors, sleeping and waking), the locks, Interpreter (the programs).
//
// Code that takes virtual time can't simply return when it is done. It says
// instead what comes next: Work(thread, 3 us, next) calls `next` 3 us later.

#include "labs/ch37/virtual_gil.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <queue>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace ch37 {
namespace {

constexpr absl::Duration kMostComputing = absl::Seconds(10);
constexpr absl::Duration kLongestBlock = absl::Hours(1);

using Next = std::function<void()>;

// Threads that sleep until somebody wakes them, the longest asleep in front.
using WaitQueue = std::deque<int>;

// ---- What the timeline says -------------------------------------------------

class Recorder {
 public:
  explicit Recorder(size_t threads) : open_(threads), tracks_(threads) {}

  // From `now` on `thread` is at `activity`, or is no more.
  void Note(int thread, std::optional<lab::Activity> activity,
            absl::Duration now) {
    Close(thread, now);
    open_[thread] = {activity, now};
  }

  std::vector<lab::Interval> Intervals() const {
    std::vector<lab::Interval> all;
    for (const std::vector<lab::Interval>& track : tracks_) {
      all.insert(all.end(), track.begin(), track.end());
    }
    // Stable: of intervals that begin together the lower track comes first.
    std::stable_sort(all.begin(), all.end(),
                     [](const lab::Interval& a, const lab::Interval& b) {
                       return a.begin < b.begin;
                     });
    return all;
  }

 private:
  struct Open {
    std::optional<lab::Activity> activity;
    absl::Duration since = absl::ZeroDuration();
  };

  void Close(int thread, absl::Duration now) {
    const Open& open = open_[thread];
    if (!open.activity || open.since == now) return;
    std::vector<lab::Interval>& track = tracks_[thread];
    if (!track.empty() && track.back().activity == *open.activity &&
        track.back().end == open.since) {
      track.back().end = now;  // the same goes on
      return;
    }
    track.push_back({.track = thread,
                     .activity = *open.activity,
                     .begin = open.since,
                     .end = now});
  }

  std::vector<Open> open_;  // what each thread is at now
  std::vector<std::vector<lab::Interval>> tracks_;
};

// ---- Clock, processors, sleeping and waking ---------------------------------

class Machine {
 public:
  Machine(size_t threads, const VirtualGilOptions& options)
      : options_(options), threads_(threads), recorder_(threads) {}

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

  std::vector<lab::Interval> Intervals() const { return recorder_.Intervals(); }

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

  const VirtualGilOptions options_;
  std::vector<Thread> threads_;
  Recorder recorder_;
  absl::Duration now_ = absl::ZeroDuration();
  std::priority_queue<Event> events_;
  int64_t events_so_far_ = 0;
  absl::Duration next_dispatch_ = absl::InfiniteDuration();
  // What the threads that were awake together had all used; never falls.
  absl::Duration floor_ = absl::ZeroDuration();
  // Used raw: the standard says which numbers it gives, on every machine.
  std::minstd_rand random_;
};

void Machine::Start(int thread, Next next) {
  threads_[thread].place = Place::kReady;
  threads_[thread].next = std::move(next);
  Note(thread);
}

void Machine::Run() {
  Dispatch();
  while (!events_.empty()) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.time;
    event.happen();
    Dispatch();
  }
  CHECK_EQ(ThreadsAt(Place::kEnded).size(), threads_.size())
      << "a thread waits for ever";
}

void Machine::Plan(int thread, absl::Duration time, Next happen) {
  const int64_t plan = ++threads_[thread].plan;
  At(time, [this, thread, plan, happen = std::move(happen)] {
    if (threads_[thread].plan == plan) happen();
  });
}

void Machine::Work(int thread, absl::Duration duration, Next next) {
  threads_[thread].work = duration;
  threads_[thread].next = std::move(next);
  StartWork(thread);
}

void Machine::Compute(int thread, int64_t ticks,
                      std::function<void(int64_t)> next) {
  threads_[thread].computing = true;
  threads_[thread].ticks = ticks;
  Work(thread, options_.tick * ticks, [this, thread, next = std::move(next)] {
    threads_[thread].computing = false;
    Note(thread);
    next(threads_[thread].ticks);
  });
}

void Machine::StopAtNextTick(int thread) {
  Thread& t = threads_[thread];
  if (!t.computing) return;
  if (t.place == Place::kOnProcessor) Charge(thread);
  t.ticks -= absl::IDivDuration(t.work, options_.tick, &t.work);
  if (t.place == Place::kOnProcessor) StartWork(thread);
}

void Machine::StartWork(int thread) {
  threads_[thread].since = now_;
  Note(thread);
  Plan(thread, now_ + threads_[thread].work, [=, this] { FinishWork(thread); });
}

void Machine::FinishWork(int thread) {
  Charge(thread);
  // Moved out first, as it is likely to set the next one.
  const Next next = std::move(threads_[thread].next);
  next();
}

void Machine::Sleep(int thread, WaitQueue& queue,
                    std::optional<absl::Duration> timeout,
                    std::function<void(bool)> next) {
  LeaveProcessor(thread, Place::kAsleep);
  queue.push_back(thread);
  threads_[thread].queue = &queue;
  threads_[thread].next = [this, thread, next = std::move(next)] {
    next(threads_[thread].timed_out);
  };
  if (!timeout) return;
  Plan(thread, now_ + *timeout + options_.timer_slack, [=, this] {
    std::erase(*threads_[thread].queue, thread);
    Wake(thread, /*timed_out=*/true);
  });
}

void Machine::Block(int thread, absl::Duration duration, Next next) {
  LeaveProcessor(thread, Place::kBlocked);
  threads_[thread].next = std::move(next);
  Plan(thread, now_ + duration + options_.timer_slack,
       [=, this] { Wake(thread, /*timed_out=*/true); });
}

void Machine::End(int thread) { LeaveProcessor(thread, Place::kEnded); }

bool Machine::WakeOne(WaitQueue& queue) {
  if (queue.empty()) return false;
  const int thread = queue.front();
  queue.pop_front();
  Wake(thread, /*timed_out=*/false);
  return true;
}

void Machine::LeaveProcessor(int thread, Place place) {
  RaiseFloor();
  threads_[thread].place = place;
  ++threads_[thread].plan;
  Note(thread);
}

// The thread's first work is to get going.
void Machine::Wake(int thread, bool timed_out) {
  Thread& t = threads_[thread];
  // Else one that slept long would have the processor to itself as long.
  RaiseFloor();
  t.used = std::max(t.used, floor_ - options_.quantum);
  t.timed_out = timed_out;
  t.work = WakeUpTime();
  t.place = Place::kReady;
  ++t.plan;
  Note(thread);
}

absl::Duration Machine::WakeUpTime() {
  return options_.wake_up / 2 + options_.wake_up * (random_() % 1001) / 1000;
}

// Gives processors to ready threads, as far as it is their turn.
void Machine::Dispatch() {
  while (std::optional<int> ready = LeastUsed(Place::kReady)) {
    if (!GiveProcessor(*ready)) return;
  }
}

// False if the thread has to wait for its turn.
bool Machine::GiveProcessor(int thread) {
  const int busy = static_cast<int>(ThreadsAt(Place::kOnProcessor).size());
  if (busy >= options_.processors) {
    const int rival = *MostUsed(Place::kOnProcessor);
    const absl::Duration turn = Used(thread) + options_.quantum;
    if (Used(rival) < turn) {
      DispatchAt(now_ + turn - Used(rival));
      return false;
    }
    Charge(rival);
    LeaveProcessor(rival, Place::kReady);
  }
  threads_[thread].place = Place::kOnProcessor;
  StartWork(thread);
  return true;
}

// Once is enough: Dispatch finds out itself when it has to look again.
void Machine::DispatchAt(absl::Duration time) {
  if (next_dispatch_ <= time) return;
  next_dispatch_ = time;
  At(time, [=, this] {
    if (next_dispatch_ == time) next_dispatch_ = absl::InfiniteDuration();
  });
}

absl::Duration Machine::Used(int thread) const {
  const Thread& t = threads_[thread];
  return t.place == Place::kOnProcessor ? t.used + (now_ - t.since) : t.used;
}

void Machine::Charge(int thread) {
  Thread& t = threads_[thread];
  t.used += now_ - t.since;
  t.work -= now_ - t.since;
  t.since = now_;
}

// To what the threads that are awake have all used by now.
void Machine::RaiseFloor() {
  absl::Duration least = absl::InfiniteDuration();
  for (Place place : {Place::kReady, Place::kOnProcessor}) {
    if (auto thread = LeastUsed(place)) least = std::min(least, Used(*thread));
  }
  if (least < absl::InfiniteDuration()) floor_ = std::max(floor_, least);
}

std::optional<int> Machine::LeastUsed(Place place) const {
  const std::vector<int> all = ThreadsAt(place);
  auto least = std::min_element(
      all.begin(), all.end(), [&](int a, int b) { return Used(a) < Used(b); });
  return least == all.end() ? std::nullopt : std::optional<int>(*least);
}

std::optional<int> Machine::MostUsed(Place place) const {
  const std::vector<int> all = ThreadsAt(place);
  auto most = std::max_element(all.begin(), all.end(),
                               [&](int a, int b) { return Used(a) < Used(b); });
  return most == all.end() ? std::nullopt : std::optional<int>(*most);
}

std::vector<int> Machine::ThreadsAt(Place place) const {
  std::vector<int> all;
  for (size_t i = 0; i < threads_.size(); ++i) {
    if (threads_[i].place == place) all.push_back(static_cast<int>(i));
  }
  return all;
}

void Machine::Note(int thread) {
  const Thread& t = threads_[thread];
  std::optional<lab::Activity> activity = lab::Activity::kWaiting;
  if (t.place == Place::kEnded) activity = std::nullopt;
  if (t.place == Place::kBlocked) activity = lab::Activity::kBlocked;
  if (t.place == Place::kOnProcessor && t.computing) {
    activity = lab::Activity::kRunning;
  }
  recorder_.Note(thread, activity, now_);
}

// ---- The locks --------------------------------------------------------------

// What the interpreter asks of a lock. Threads take it to compute.
class Lock {
 public:
  virtual ~Lock() = default;

  virtual void Take(int thread, Next next) = 0;
  virtual void Drop(int thread, Next next) = 0;

  // How many of the `ticks` to compute before the next CheckPoint.
  virtual int64_t TicksToCheckPoint(int64_t ticks) const { return ticks; }
  // The holder has computed `ticks`, and now may have to let another have it.
  virtual void CheckPoint(int thread, int64_t ticks, Next next) = 0;

  virtual void AddTo(VirtualRun& /*run*/) const {}
};

class NoLock : public Lock {
 public:
  void Take(int /*thread*/, Next next) override { next(); }
  void Drop(int /*thread*/, Next next) override { next(); }
  void CheckPoint(int /*thread*/, int64_t /*ticks*/, Next next) override {
    next();
  }
};

// What both GILs share: who holds the lock, who sleeps for it, the counts.
class Gil : public Lock {
 public:
  Gil(Machine& machine, size_t threads, const VirtualGilOptions& options)
      : machine_(machine), options_(options), held_(threads) {}

  void AddTo(VirtualRun& run) const override {
    run.switches = switches_;
    run.failed_wake_ups = failed_wake_ups_;
    run.held = held_;
  }

 protected:
  void SetHolder(int thread) {
    CHECK(!locked_) << "two threads hold the lock";
    if (last_holder_ && *last_holder_ != thread) ++switches_;
    locked_ = true;
    last_holder_ = thread;
    taken_at_ = machine_.now();
  }

  // Unlocks and wakes one waiter, which takes the caller a moment.
  void Release(int thread, Next next) {
    held_[thread] += machine_.now() - taken_at_;
    locked_ = false;
    const bool woke = machine_.WakeOne(waiters_);
    machine_.Work(thread, woke ? options_.signal : options_.lock_cost,
                  std::move(next));
  }

  Machine& machine_;
  const VirtualGilOptions options_;
  bool locked_ = false;
  std::optional<int> last_holder_;
  WaitQueue waiters_;
  int64_t switches_ = 0;
  int64_t failed_wake_ups_ = 0;

 private:
  absl::Duration taken_at_ = absl::ZeroDuration();
  std::vector<absl::Duration> held_;
};

class NewGil : public Gil {
 public:
  using Gil::Gil;

  void Take(int thread, Next next) override {
    if (locked_) {
      Wait(thread, std::move(next));
    } else {
      TakeFree(thread, std::move(next));
    }
  }

  void Drop(int thread, Next next) override {
    Release(thread, [this, thread, next = std::move(next)] {
      const bool force = options_.forced_switch && drop_request_;
      if (!force || last_holder_ != thread) return next();
      drop_request_ = false;
      machine_.Sleep(thread, until_switch_, std::nullopt,
                     [next](bool /*timed_out*/) { next(); });
    });
  }

  // Looks after every tick. As the answer is no until there is a request, the
  // ticks until then pass as one.
  int64_t TicksToCheckPoint(int64_t ticks) const override {
    return drop_request_ ? 1 : ticks;
  }

  void CheckPoint(int thread, int64_t /*ticks*/, Next next) override {
    if (!drop_request_) return next();
    Drop(thread,
         [this, thread, next = std::move(next)] { Take(thread, next); });
  }

 private:
  void Wait(int thread, Next next) {
    auto awake = [this, thread, next = std::move(next),
                  switches = switches_](bool timed_out) {
      if (!locked_) return TakeFree(thread, next);
      if (!timed_out) ++failed_wake_ups_;
      if (timed_out && switches_ == switches) RequestDrop();
      Wait(thread, next);
    };
    machine_.Sleep(thread, waiters_, options_.switch_interval, awake);
  }

  void RequestDrop() {
    drop_request_ = true;
    machine_.StopAtNextTick(*last_holder_);
  }

  void TakeFree(int thread, Next next) {
    SetHolder(thread);
    drop_request_ = false;
    if (!machine_.WakeOne(until_switch_)) return next();
    machine_.Work(thread, options_.signal, std::move(next));
  }

  bool drop_request_ = false;
  WaitQueue until_switch_;  // who dropped the lock, until another has it
};

class OldGil : public Gil {
 public:
  using Gil::Gil;

  void Take(int thread, Next next) override {
    if (!locked_) {
      SetHolder(thread);
      return next();
    }
    machine_.Sleep(thread, waiters_, std::nullopt,
                   [this, thread, next = std::move(next)](bool) {
                     if (locked_) ++failed_wake_ups_;
                     Take(thread, next);
                   });
  }

  void Drop(int thread, Next next) override {
    Release(thread, std::move(next));
  }

  int64_t TicksToCheckPoint(int64_t ticks) const override {
    return std::min(ticks, countdown_);
  }

  void CheckPoint(int thread, int64_t ticks, Next next) override {
    countdown_ -= ticks;
    if (countdown_ > 0) return next();
    countdown_ = options_.check_interval;
    Drop(thread,
         [this, thread, next = std::move(next)] { Take(thread, next); });
  }

 private:
  // One for all threads, as in CPython.
  int64_t countdown_ = options_.check_interval;
};

std::unique_ptr<Lock> MakeLock(Machine& machine, size_t threads,
                               const VirtualGilOptions& options) {
  switch (options.lock) {
    case VirtualLock::kNone:
      break;
    case VirtualLock::kNewGil:
      return std::make_unique<NewGil>(machine, threads, options);
    case VirtualLock::kOldGil:
      return std::make_unique<OldGil>(machine, threads, options);
  }
  return std::make_unique<NoLock>();
}

// ---- The programs -----------------------------------------------------------

class Interpreter {
 public:
  Interpreter(Machine& machine, Lock& lock,
              absl::Span<const VirtualThread> threads)
      : machine_(machine), lock_(lock) {
    for (const VirtualThread& thread : threads) left_.push_back(thread.steps);
    for (std::vector<VirtualStep>& steps : left_) {
      std::reverse(steps.begin(), steps.end());
    }
  }

  void Start() {
    for (int thread = 0; thread < static_cast<int>(left_.size()); ++thread) {
      machine_.Start(thread, [=, this] { TakeLockAndGoOn(thread); });
    }
  }

  absl::Duration finish() const { return finish_; }

 private:
  void TakeLockAndGoOn(int thread) {
    lock_.Take(thread, [=, this] { GoOn(thread); });
  }

  // With the lock: does what is left of the step at hand.
  void GoOn(int thread) {
    std::vector<VirtualStep>& left = left_[thread];
    auto nothing = [](const VirtualStep& step) {
      return step.ticks == 0 && step.block == absl::ZeroDuration();
    };
    while (!left.empty() && nothing(left.back())) left.pop_back();
    if (left.empty()) return End(thread);
    if (left.back().ticks > 0) return Compute(thread);
    Block(thread);
  }

  void Compute(int thread) {
    const int64_t ticks = left_[thread].back().ticks;
    auto computed = [=, this](int64_t done) {
      left_[thread].back().ticks -= done;
      lock_.CheckPoint(thread, done, [=, this] { GoOn(thread); });
    };
    machine_.Compute(thread, lock_.TicksToCheckPoint(ticks), computed);
  }

  void Block(int thread) {
    const absl::Duration block = left_[thread].back().block;
    left_[thread].pop_back();
    lock_.Drop(thread, [=, this] {
      machine_.Block(thread, block, [=, this] { TakeLockAndGoOn(thread); });
    });
  }

  void End(int thread) {
    lock_.Drop(thread, [=, this] {
      machine_.End(thread);
      finish_ = machine_.now();
    });
  }

  Machine& machine_;
  Lock& lock_;
  std::vector<std::vector<VirtualStep>> left_;  // the next step at the back
  absl::Duration finish_ = absl::ZeroDuration();
};

// ---- Bounds -----------------------------------------------------------------

template <typename T>
absl::Status OutOfBounds(absl::string_view name, T value,
                         absl::string_view bound) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", value, "; it has to be ", bound));
}

absl::Status CheckOptions(const VirtualGilOptions& options) {
  if (options.processors < 1) {
    return OutOfBounds("processors", options.processors, "at least 1");
  }
  if (options.check_interval < 1) {
    return OutOfBounds("check_interval", options.check_interval, "at least 1");
  }
  const struct {
    absl::string_view name;
    absl::Duration value;
    bool may_be_zero;
  } durations[] = {{"switch_interval", options.switch_interval, false},
                   {"tick", options.tick, false},
                   {"quantum", options.quantum, false},
                   {"lock_cost", options.lock_cost, true},
                   {"signal", options.signal, true},
                   {"wake_up", options.wake_up, true},
                   {"timer_slack", options.timer_slack, true}};
  for (const auto& [name, value, may_be_zero] : durations) {
    if (value < absl::ZeroDuration() || value > kLongestBlock ||
        (value == absl::ZeroDuration() && !may_be_zero)) {
      return OutOfBounds(
          name, absl::FormatDuration(value),
          may_be_zero ? "0 to an hour" : "more than 0 and at most an hour");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckThreads(absl::Span<const VirtualThread> threads,
                          const VirtualGilOptions& options) {
  if (threads.empty()) {
    return absl::InvalidArgumentError("there are no threads to run");
  }
  absl::Duration computing = absl::ZeroDuration();
  for (const VirtualThread& thread : threads) {
    for (const VirtualStep& step : thread.steps) {
      if (step.ticks < 0) {
        return OutOfBounds(absl::StrCat("ticks of ", thread.name), step.ticks,
                           "0 or more");
      }
      if (step.block < absl::ZeroDuration() || step.block > kLongestBlock) {
        return OutOfBounds(absl::StrCat("block of ", thread.name),
                           absl::FormatDuration(step.block), "0 to an hour");
      }
      computing += options.tick * step.ticks;
    }
  }
  if (computing > kMostComputing) {
    return OutOfBounds(
        "the threads' computing in all", absl::FormatDuration(computing),
        absl::StrCat("at most ", absl::FormatDuration(kMostComputing)));
  }
  return absl::OkStatus();
}

std::string Title(const VirtualGilOptions& options) {
  absl::string_view lock = "no GIL";
  if (options.lock == VirtualLock::kNewGil) lock = "new GIL";
  if (options.lock == VirtualLock::kOldGil) lock = "old GIL";
  return absl::StrCat(lock, ", ", options.processors,
                      options.processors == 1 ? " processor" : " processors");
}

}  // namespace

absl::StatusOr<VirtualRun> RunInVirtualTime(
    absl::Span<const VirtualThread> threads, const VirtualGilOptions& options) {
  if (absl::Status status = CheckOptions(options); !status.ok()) return status;
  if (absl::Status status = CheckThreads(threads, options); !status.ok()) {
    return status;
  }
  Machine machine(threads.size(), options);
  const std::unique_ptr<Lock> lock = MakeLock(machine, threads.size(), options);
  Interpreter interpreter(machine, *lock, threads);
  interpreter.Start();
  machine.Run();

  VirtualRun run;
  run.timeline.title = Title(options);
  for (const VirtualThread& thread : threads) {
    run.timeline.tracks.push_back(thread.name);
  }
  run.timeline.intervals = machine.Intervals();
  run.finish = interpreter.finish();
  run.held.resize(threads.size(), absl::ZeroDuration());
  lock->AddTo(run);
  return run;
}

}  // namespace ch37
