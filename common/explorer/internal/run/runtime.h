// SPDX-License-Identifier: Apache-2.0
//
// Runs an explored program once: its threads one at a time, each operation when
// the search chooses it. Turns the hooks (hooks.h) into announcements to the
// World, keeps the race detector informed, and ends the execution at what is
// wrong with it.
//
//   Runtime runtime(options);
//   search.Begin();
//   Runtime::End end = runtime.RunOnce(body, search);
//   if (end == Runtime::End::kFinding) ... runtime.finding() ...
//
// Thread safety: one at a time in a process; the thread that made it runs it.
// Errors: see finding().

#ifndef COMMON_EXPLORER_INTERNAL_RUN_RUNTIME_H_
#define COMMON_EXPLORER_INTERNAL_RUN_RUNTIME_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/explorer/internal/engine/engine.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/arena.h"
#include "common/explorer/internal/memory/familiar_words.h"
#include "common/explorer/internal/memory/ordered_memory.h"
#include "common/explorer/internal/memory/race_detector.h"
#include "common/explorer/internal/memory/racy_memory.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/run/watchdog.h"
#include "common/explorer/internal/search/lock_order.h"
#include "common/explorer/internal/search/search.h"
#include "common/explorer/internal/search/weak_failures.h"
#include "common/explorer/internal/trace/recorder.h"

namespace explorer::internal {

class Runtime {
 public:
  struct Options {
    int max_steps = 10'000;  // operations in one execution; 1 to kMaxTicks
    // A data race is a finding; else its memory becomes part of what the search
    // orders, and the program runs on.
    bool races_are_findings = true;
    bool notify_any = false;          // see World::Options
    int spurious_wakeups = 0;         // see World::Options
    bool follows_lock_order = false;  // for TakeLockCycles()
    bool real_threads = false;        // instead of fibers
    size_t stack_bytes = 256 * 1024;
    // Without a step or an access of memory; 0: as long as it takes.
    int64_t max_silence_ns = 0;
  };

  enum class End {
    kComplete,
    kSeenBefore,  // the search gave it up
    kFinding,
    kRestart,  // the search has to begin anew: it did not know of
               // something that threads share
  };

  explicit Runtime(const Options& options);
  ~Runtime();

  // Runs `body` as thread 0, on the schedule that `search` chooses.
  End RunOnce(const std::function<void()>& body, Search& search);

  // Whether the last execution touched memory that was held for one thread's
  // own, so that races may have been missed: run it again to look. Says so
  // once.
  bool NeedsSecondLook() { return ordered_memory_.TakeNews(); }

  // Of the last execution.
  const Finding& finding() const { return finding_; }
  // The thread that was chosen at each step.
  const std::vector<uint8_t>& schedule() const { return schedule_; }
  int threads() const { return world_.threads(); }
  // Of what was done in which order: the same if the execution was the same.
  uint64_t fingerprint() const { return fingerprint_; }
  // Of the fine schedule below: what was done by which thread to which of its
  // objects, and what was found; the same on every machine. Of executions that
  // keep a fine schedule or follow one.
  uint32_t digest() const { return digest_; }
  // The schedule with each access of memory and each unlock as a step of its
  // own, if the runtime was told to keep it: it does not depend on which memory
  // was known to race, and which mutexes to be try-locked.
  const std::vector<uint8_t>& fine_schedule() const { return fine_schedule_; }
  void set_keeps_fine_schedule(bool keeps) { keeps_fine_schedule_ = keeps; }

  // The search is asked at each step of a fine schedule, to follow one of so
  // many steps; what takes more has too many. std::nullopt: not any more.
  void set_fine_steps(std::optional<size_t> steps) {
    fine_steps_ = steps.has_value();
    max_fine_steps_ = steps.value_or(0);
  }

  // Whether it had relaxed or acquire/release atomics, which are run as if they
  // were sequentially consistent.
  bool weak_atomics() const { return weak_atomics_; }
  // Whether schedules were left out in which a loop goes on trying in vain, so
  // that nothing is proved.
  bool left_out_schedules() const { return world_.left_out(); }

  // Locks of the last execution that go round in a circle, unless there were
  // any before.
  std::vector<LockCycle> TakeLockCycles() { return lock_order_.TakeCycles(); }
  // Whether the thread holds the mutex exclusively now.
  bool Holds(int thread, uintptr_t mutex) const {
    return world_.HolderOf(mutex) == thread;
  }

  // The calls of compare_exchange_weak() that fail in the next executions.
  void set_weak_failures(const WeakFailures& failures) {
    weak_failures_ = failures;
  }
  // Those that did in the last execution, by time; and how many calls a thread
  // of it made.
  const WeakFailures& weak_failures_happened() const {
    return weak_failures_happened_;
  }
  int weak_calls(int thread) const {
    return threads_[static_cast<size_t>(thread)].weak_calls;
  }

  // What to say if a schedule does not lead where it led before.
  std::string WhatIsNotDeterministic() const;

  // Writes the next executions down; nullptr: not any more.
  void set_recorder(Recorder* recorder) { recorder_ = recorder; }
  // The hooks that are called most.
  void PlainAccess(const volatile void* address, size_t size, bool write,
                   Pc pc) {
    const int thread = current();
    const uintptr_t at = reinterpret_cast<uintptr_t>(address);
    if (++accesses_ > kMaxAccesses || each_access_counts_ ||
        !IsInOneWord(at, size) ||
        !familiar_.Has(thread, WordOf(at), BytesInWord(at, size), write,
                       detector_.clock(thread))) {
      UnfamiliarAccess(address, size, write, pc);
    }
  }
  void Fresh(const volatile void* address, size_t size) {
    detector_.Forget(reinterpret_cast<uintptr_t>(address), size);
  }
  void Entered(Pc caller) { self().stack.push_back(caller); }
  void Left() {
    std::vector<Pc>& stack = self().stack;
    if (!stack.empty()) stack.pop_back();  // some began before the execution
  }
  // The current thread's time, in nanoseconds; and goes on by a little.
  int64_t Look(int64_t nanoseconds) { return self().now += nanoseconds; }
  [[noreturn]] void ExitThread(void* result);
  [[noreturn]] void FindTooMuchMemory(Pc pc);
  int current() const { return engine_->current(); }

  // Called on another stack than the one that overflowed.
  [[noreturn]] void FindStackOverflow(int thread);
  // Called by the thread that has the fault, where it has it; returns if that
  // is not in the program.
  void FindCrash(const Fault& fault);
  // The same for what the watchdog sees, and what that asks for.
  void FindStuck(const StuckThread& stuck);
  Watchdog::Moment Moment() const;

 private:
  friend struct HookCalls;  // the hooks, in hooks.cc

  struct Thread {
    void* (*body)(void*) = nullptr;
    void* argument = nullptr;
    void* result = nullptr;
    bool joined = false;
    bool detached = false;
    std::vector<Pc> stack = {};  // where the functions that run were called
    Pc pc = nullptr;             // of what it does
    std::vector<Pc> way = {};    // there, for what is written down
    int64_t now = 0;             // nanoseconds
    int weak_calls = 0;          // of compare_exchange_weak()
    int system_thread = 0;       // if it is not home's
  };

  // Of plain memory, by one thread without an operation in between: more than
  // any test has, and soon counted.
  static constexpr uint64_t kMaxAccesses = 20'000'000;

  // Bytes of the stack that a function that calls another one takes.
  static constexpr size_t kLeastFrame = 32;

  // A mutex that its owner locked more than once.
  struct Recursion {
    uintptr_t mutex = 0;
    int count = 0;
  };

  // The latest time of those who let go of an object or wrote it.
  struct ShownTime {
    uintptr_t object = 0;
    int64_t now = 0;
  };

  // One execution.
  static void RunThread(void* runtime);
  void AddThread(int id, void* (*body)(void*), void* argument);
  [[noreturn]] void EndThread();
  void CheckNoneIsLeft();
  [[noreturn]] void Stop(End end);
  // No caller may own memory meanwhile: it does not return, and nothing is
  // destroyed.
  [[noreturn]] void Find(Finding::Kind kind, std::string message);
  // The same where `pc` does it: a step of its own in the trace.
  [[noreturn]] void FindAt(Pc pc, const char* what, Finding::Kind kind,
                           std::string message);
  Thread& self() { return threads_[static_cast<size_t>(current())]; }

  // Whose turn it is. The current thread performs the operation once the search
  // chooses it; others may go first.
  void Perform(const Announcement& announcement, Pc pc);
  // Chooses and performs until the code of a thread goes on; which one.
  int NextThread();
  int ChooseThread();
  // Whether the thread's code goes on.
  int PerformNext(int thread);
  // What an operation means for the order of memory accesses.
  void Synchronize(int thread, const Operation& operation);
  void NoteLockOrder(int thread, uintptr_t mutex);
  void ReleaseMutex(int thread, uintptr_t mutex, Mode mode);
  void Joined(int thread, int ended);
  void Acquire(int thread, uintptr_t object);
  // What one thread did at an object before another one is not later.
  void ShowTime(int thread, uintptr_t object);
  void SeeTime(int thread, uintptr_t object);

  // Nothing goes on: the end, good or bad.
  [[noreturn]] void AllStopped();
  [[noreturn]] void FoundTooManySteps();
  std::string WhatHoldsUp(int thread);
  std::string DescribeStuck();
  void RecordStuck();

  // Memory.
  void UnfamiliarAccess(const volatile void* address, size_t size, bool write,
                        Pc pc);
  // Of memory that the search does not order, while others are there.
  void BecomeFamiliar(const volatile void* address, size_t size, bool write,
                      Pc pc);
  // `racy`: the object that the search orders; 0: none.
  void Access(const volatile void* address, size_t size, bool write,
              uintptr_t racy, Pc pc);
  // What is a step of fine schedules alone.
  void FineStep(Pc pc);
  // Whether the access of the word is known to be in order. `from_canonical`:
  // to be added to canonical addresses.
  bool IsInOrder(uintptr_t word, uintptr_t from_canonical, ByteSet bytes,
                 bool write);
  bool IsAtomic(uintptr_t word, uintptr_t from_canonical);
  void CheckRace(const volatile void* address, size_t size,
                 RaceDetector::Kind kind, Pc pc);
  // The search orders accesses of these bytes from now on.
  void AddRacy(uintptr_t canonical, size_t size);
  void FoundRace(const Race& race, size_t size, const volatile void* address);
  [[noreturn]] void FoundEndlessLoop();
  // Objects in these bytes are alive again, if they were destroyed.
  void MadeAnew(uintptr_t address, size_t size);
  void CheckAlive(const volatile void* object, const char* kind);

  // `what`: any number for it.
  void Digest(int thread, uint32_t what);

  // For the reader.
  void IsAt(Pc pc) {
    self().pc = pc;
    if (recorder_ != nullptr) FindWayTo(pc);
  }
  void FindWayTo(Pc pc);
  std::string NameOf(const char* kind, uintptr_t object);
  const std::vector<Pc>& StackOf(int id) const;
  std::vector<std::string> HeldBy(int thread);
  // Whether the operation is a step of the trace.
  bool Record(int thread, const Operation& operation);
  void RecordAccess(const volatile void* address, size_t size, bool write,
                    bool racy, Pc pc);

  const Options options_;
  std::unique_ptr<Engine> engine_;
  std::optional<Watchdog> watchdog_;
  const int home_thread_ = CurrentSystemThread();
  World world_;
  LockOrder lock_order_;
  RaceDetector detector_;
  RacyMemory racy_;
  OrderedMemory ordered_memory_;
  FamiliarWords familiar_;
  Recorder* recorder_ = nullptr;

  const std::function<void()>* body_ = nullptr;
  Search* search_ = nullptr;
  std::array<Thread, kMaxThreads> threads_;
  std::vector<Recursion> recursions_;
  std::vector<uintptr_t> destroyed_;
  std::vector<ShownTime> shown_times_;
  std::vector<uint8_t> schedule_;
  std::vector<uint8_t> fine_schedule_;
  bool keeps_fine_schedule_ = false;
  bool fine_steps_ = false;
  size_t max_fine_steps_ = 0;
  uint64_t fingerprint_ = 0;
  uint32_t digest_ = 0;
  uint64_t runs_ = 0;
  int running_ = -1;
  // Executions that are written down, replayed step by step, or have destroyed
  // objects that may be made anew.
  bool each_access_counts_ = false;
  // Of plain memory, by the current thread since its last operation.
  uint64_t accesses_ = 0;
  End end_ = End::kComplete;
  bool restart_ = false;  // at the end of this execution
  bool weak_atomics_ = false;
  WeakFailures weak_failures_;
  WeakFailures weak_failures_happened_;
  Finding finding_;
};

// The one that runs a program; nullptr: none does.
extern Runtime* g_runtime;
inline Runtime* CurrentRuntime() { return g_runtime; }

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RUN_RUNTIME_H_
