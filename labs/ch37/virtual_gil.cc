// SPDX-License-Identifier: Apache-2.0
//
// From bottom to top: the locks, Interpreter (the programs), the bounds. Below
// them is virtual_machine.h: code that takes virtual time says what comes next.

#include "labs/ch37/virtual_gil.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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
#include "labs/ch37/virtual_machine.h"

namespace ch37 {
namespace {

constexpr absl::Duration kMostComputing = absl::Seconds(10);
constexpr absl::Duration kLongestBlock = absl::Hours(1);

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
  Gil(VirtualMachine& machine, size_t threads, const VirtualGilOptions& options)
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

  VirtualMachine& machine_;
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

std::unique_ptr<Lock> MakeLock(VirtualMachine& machine, size_t threads,
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
  Interpreter(VirtualMachine& machine, Lock& lock,
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

  VirtualMachine& machine_;
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

VirtualMachineOptions MachineOptions(const VirtualGilOptions& options) {
  return {.processors = options.processors,
          .tick = options.tick,
          .quantum = options.quantum,
          .wake_up = options.wake_up,
          .timer_slack = options.timer_slack};
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
  VirtualMachine machine(threads.size(), MachineOptions(options));
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
