// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/run/runtime.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "common/explorer/internal/engine/engine.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/call_stack.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/memory/arena.h"
#include "common/explorer/internal/memory/race_detector.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/run/watchdog.h"
#include "common/explorer/internal/search/search.h"

namespace explorer::internal {

Runtime* g_runtime = nullptr;

namespace {

// Of threads that explore, from 1. (The system gives the numbers of those that
// have ended to others.)
uint64_t ThisThread() {
  static uint64_t threads = 0;
  thread_local uint64_t number = 0;
  if (number == 0) number = ++threads;
  return number;
}

// The fibers of the last exploration, for the next one of the same thread:
// stacks take time to make.
struct Kept {
  std::unique_ptr<Engine> engine = nullptr;
  size_t stack_bytes = 0;
  uint64_t owner = 0;

  std::unique_ptr<Engine> Take(size_t wanted_bytes) {
    const bool fits = stack_bytes == wanted_bytes && owner == ThisThread();
    return fits ? std::move(engine) : nullptr;
  }
};

Kept& KeptEngine() {
  static Kept& kept = *new Kept;  // for as long as anything runs
  return kept;
}

// What a mutex's readers release is for its writers: an object of its own.
uintptr_t OfReaders(uintptr_t mutex) { return mutex + 1; }

std::string ThreadName(int thread) { return absl::StrCat("T", thread); }

void StackOverflow(int thread) {
  g_active = false;
  CurrentRuntime()->FindStackOverflow(thread);
}

void OnFault(const Fault& fault) {
  if (CurrentRuntime() != nullptr) CurrentRuntime()->FindCrash(fault);
}

void OnStuck(const StuckThread& stuck) { CurrentRuntime()->FindStuck(stuck); }

Watchdog::Moment MomentOfRuntime() { return CurrentRuntime()->Moment(); }

std::string WhatOf(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace

Runtime::Runtime(const Options& options)
    : options_(options),
      world_({.notify_any = options.notify_any,
              .spurious_wakeups = options.spurious_wakeups}) {
  CHECK(g_runtime == nullptr)
      << "an exploration runs already: explore one program at a time";
  const EngineOptions engine = {.stack_bytes = options.stack_bytes,
                                .overflow = &StackOverflow,
                                .fault = &OnFault};
  if (options.real_threads) {
    engine_ = NewThreadEngine(engine);
  } else {
    engine_ = KeptEngine().Take(options.stack_bytes);
    if (engine_ == nullptr) engine_ = NewFiberEngine(engine);
  }
  g_runtime = this;
  if (options.max_silence_ns > 0) {
    watchdog_.emplace(options.max_silence_ns, &MomentOfRuntime, &OnStuck);
  }
}

Runtime::~Runtime() {
  watchdog_.reset();
  g_runtime = nullptr;
  if (!options_.real_threads) {
    KeptEngine() = {std::move(engine_), options_.stack_bytes, ThisThread()};
  }
}

// ---- One execution
// --------------------------------------------------------------

Runtime::End Runtime::RunOnce(const std::function<void()>& body,
                              Search& search) {
  ++runs_;
  body_ = &body;
  search_ = &search;
  world_.Begin(search.log());
  detector_.Begin();
  lock_order_.Begin();
  if (recorder_ != nullptr) recorder_->Begin();
  recursions_.clear();
  shown_times_.clear();
  destroyed_.clear();
  schedule_.clear();
  fine_schedule_.clear();
  fingerprint_ = 0;
  digest_ = 0;
  running_ = -1;
  restart_ = false;
  weak_failures_happened_.clear();
  finding_ = Finding();
  each_access_counts_ =
      recorder_ != nullptr || fine_steps_ || keeps_fine_schedule_;
  BeginArena();
  AddThread(0, nullptr, nullptr);
  engine_->SwitchTo(NextThread());
  g_active = false;
  engine_->Reset();
  if (EndArena()) familiar_.Clear();
  if (end_ == End::kComplete && restart_) end_ = End::kRestart;
  return end_;
}

void Runtime::AddThread(int id, void* (*body)(void*), void* argument) {
  Thread& thread = threads_[static_cast<size_t>(id)];
  thread.body = body;
  thread.argument = argument;
  thread.result = nullptr;
  thread.joined = thread.detached = false;
  thread.weak_calls = 0;
  thread.stack.clear();
  // On the program's stack there is little room to grow.
  thread.stack.reserve(options_.stack_bytes / kLeastFrame);
  thread.pc = nullptr;
  thread.way.clear();
  // Its first thread begins at 0, others when they are created.
  thread.now = id == 0 ? 0 : self().now;
  engine_->Prepare(id, &Runtime::RunThread, this);
}

void Runtime::RunThread(void* runtime) {
  const ExploringThread exploring;
  Runtime* self = static_cast<Runtime*>(runtime);
  const int id = self->current();
  if (self->options_.real_threads) {
    self->self().system_thread = CurrentSystemThread();
  }
  std::exception_ptr exception;
  g_active = true;
  try {
    if (id == 0) {
      (*self->body_)();
    } else {
      Thread& thread = self->self();
      thread.result = thread.body(thread.argument);
    }
  } catch (...) {
    g_active = false;
    exception = std::current_exception();
  }
  g_active = false;
  if (exception) {
    std::string message = absl::StrCat(
        ThreadName(id), " ended with an exception: ", WhatOf(exception));
    exception = nullptr;
    self->Find(Finding::Kind::kException, std::move(message));
  }
  self->EndThread();
}

void Runtime::ExitThread(void* result) {
  g_active = false;
  self().result = result;
  EndThread();
}

void Runtime::EndThread() {
  if (current() != 0) {
    g_active = true;  // destructors are the program's
    engine_->RunThreadExit();
    g_active = false;
  }
  if (recorder_ != nullptr) recorder_->GoesOn(current());
  world_.End(current());
  if (current() == 0) CheckNoneIsLeft();
  engine_->ExitTo(NextThread());
  std::terminate();  // nobody switches back
}

void Runtime::CheckNoneIsLeft() {
  for (int t = 1; t < world_.threads(); ++t) {
    if (world_.HasEnded(t)) continue;
    std::string message =
        absl::StrCat(ThreadName(t), " still runs when the body is over: ",
                     threads_[static_cast<size_t>(t)].detached
                         ? "it was detached and nothing waits for it"
                         : "join it");
    Find(Finding::Kind::kLeakedThread, std::move(message));
  }
}

void Runtime::Stop(End end) {
  g_active = false;
  end_ = end;
  if (end != End::kComplete) world_.LogPrevented();
  engine_->SwitchTo(Engine::kHome);
  std::terminate();  // nobody switches back
}

void Runtime::Find(Finding::Kind kind, std::string message) {
  g_active = false;
  finding_ = {kind, std::move(message)};
  Digest(current(), 1000 + static_cast<uint32_t>(kind));
  if (recorder_ != nullptr) {
    recorder_->GoesOn(current());
    RecordStuck();
    recorder_->Found(world_.threads(), finding_);
  }
  Stop(End::kFinding);
}

void Runtime::FindAt(Pc pc, const char* what, Finding::Kind kind,
                     std::string message) {
  g_active = false;
  IsAt(pc);
  if (recorder_ != nullptr) {
    recorder_->NoteEnd(current(), what, StackOf(current()));
  }
  Find(kind, std::move(message));
}

void Runtime::FindTooMuchMemory(Pc pc) {
  g_active = false;
  std::string message = absl::StrCat(
      ThreadName(current()), " allocates more than ", kMaxBytesOfThread >> 20,
      " MiB, the most that a thread of an explored program can have: make the "
      "program smaller, or free what it does not need");
  FindAt(pc, "allocate", Finding::Kind::kTooMuchMemory, std::move(message));
}

void Runtime::FindStackOverflow(int thread) {
  std::string message = absl::StrCat(
      "the stack of ", ThreadName(thread), " overflowed: its ",
      options_.stack_bytes / 1024, " KiB are set by Options::stack_bytes");
  Find(Finding::Kind::kStackOverflow, std::move(message));
}

void Runtime::FindCrash(const Fault& fault) {
  // The recorder reads what the program is about to read.
  const bool looks = recorder_ != nullptr && recorder_->looks();
  if (!ActiveHere() && !looks) return;
  g_active = false;
  std::string message = absl::StrCat(ThreadName(current()), " ", fault.what,
                                     " (", fault.signal, ")");
  FindAt(looks ? self().pc : fault.code, "crash", Finding::Kind::kCrash,
         std::move(message));
}

Watchdog::Moment Runtime::Moment() const {
  const int id = current();
  if (!g_active || id == Engine::kHome) return {};
  const Thread& thread = threads_[static_cast<size_t>(id)];
  return {
      .system_thread =
          options_.real_threads ? thread.system_thread : home_thread_,
      .progress = runs_ << 40 ^ uint64_t{schedule_.size()} << 25 ^ accesses_};
}

void Runtime::FindStuck(const StuckThread& stuck) {
  if (!ActiveHere()) return;
  g_active = false;
  watchdog_->Hurry();
  const std::string time = absl::StrCat(options_.max_silence_ns / 1'000'000,
                                        " ms (Options::max_silence)");
  if (stuck.runs) {
    FindAt(stuck.code, "loop", Finding::Kind::kEndlessLoop,
           absl::StrCat(ThreadName(current()),
                        " runs on and on: it took no "
                        "step and touched no memory for ",
                        time));
  }
  FindAt(stuck.code, "wait", Finding::Kind::kUnsupported,
         absl::StrCat(ThreadName(current()),
                      " waits in a system call that "
                      "can't be explored, and did not come back for ",
                      time));
}

// ---- Whose turn it is
// -----------------------------------------------------------

void Runtime::Perform(const Announcement& announcement, Pc pc) {
  IsAt(pc);
  if (recorder_ != nullptr) recorder_->GoesOn(current());
  world_.Announce(current(), announcement);
  if (world_.needs_restart()) {
    world_.Restarted();
    Stop(End::kRestart);
  }
  const int next = NextThread();
  if (next != current()) engine_->SwitchTo(next);
}

int Runtime::NextThread() {
  accesses_ = 0;
  for (;;) {
    const int goes_on = PerformNext(ChooseThread());
    if (goes_on >= 0) return goes_on;
  }
}

int Runtime::ChooseThread() {
  const ThreadSet enabled = world_.Enabled();
  if (world_.IsStuck(enabled)) AllStopped();
  const size_t most =
      fine_steps_ ? max_fine_steps_ : static_cast<size_t>(options_.max_steps);
  if (schedule_.size() == most) FoundTooManySteps();
  const int thread = search_->Choose({enabled, world_.Next(), running_});
  if (thread == Search::kSeenBefore) Stop(End::kSeenBefore);
  if (thread == Search::kNotDeterministic || !Has(enabled, thread)) {
    Find(Finding::Kind::kNotDeterministic, WhatIsNotDeterministic());
  }
  return thread;
}

int Runtime::PerformNext(int thread) {
  schedule_.push_back(static_cast<uint8_t>(thread));
  if (keeps_fine_schedule_) fine_schedule_.push_back(schedule_.back());
  const Operation operation = world_.Next()[static_cast<size_t>(thread)];
  fingerprint_ =
      (fingerprint_ ^ static_cast<uint64_t>(thread) << 8 ^
       static_cast<uint64_t>(operation.kind) ^ operation.object << 16) *
      0x100000001B3u;
  // Memory is digested where it is accessed, and so are unlocks.
  if (operation.kind >= OpKind::kLock && operation.kind != OpKind::kUnlock) {
    Digest(thread, static_cast<uint32_t>(operation.kind));
  }
  const bool recorded = recorder_ != nullptr && Record(thread, operation);
  if (operation.kind != OpKind::kWoken) running_ = thread;
  const int goes_on = world_.Perform(thread);
  if (!IsOfMemory(operation.kind)) Synchronize(thread, operation);
  if (recorded) recorder_->Holds(HeldBy(thread));
  return goes_on;
}

void Runtime::Digest(int thread, uint32_t what) {
  if (!keeps_fine_schedule_ && !fine_steps_) return;
  digest_ =
      (digest_ ^ what ^ static_cast<uint32_t>(thread) << 16) * 0x01000193u;
  digest_ ^= digest_ >> 15;
}

void Runtime::Synchronize(int thread, const Operation& operation) {
  const Announcement& announced = world_.announced(thread);
  switch (operation.kind) {
    case OpKind::kLocal:
      if (announced.join >= 0) Joined(thread, announced.join);
      break;
    case OpKind::kLock:
      NoteLockOrder(thread, operation.object);
      Acquire(thread, operation.object);
      Acquire(thread, OfReaders(operation.object));
      break;
    case OpKind::kReaderLock:
      Acquire(thread, operation.object);
      break;
    case OpKind::kTryLock:
      if (!world_.Result(thread)) break;
      Acquire(thread, operation.object);
      if (announced.mode == Mode::kExclusive) {
        Acquire(thread, OfReaders(operation.object));
      }
      break;
    case OpKind::kUnlock:
      ReleaseMutex(thread, operation.object, announced.mode);
      break;
    case OpKind::kWait:
      ReleaseMutex(thread, announced.mutex, announced.mutex_mode);
      break;
    default:
      break;  // a notification orders nothing by itself: the mutex does
  }
}

// Try-locks wait for nothing.
void Runtime::NoteLockOrder(int thread, uintptr_t mutex) {
  if (!options_.follows_lock_order) return;
  std::vector<uintptr_t> held = world_.MutexesOf(thread);
  std::erase_if(held, [&](uintptr_t other) {
    return other == mutex || !Holds(thread, other);
  });
  if (!held.empty()) lock_order_.Locked(thread, mutex, held, StackOf(thread));
}

void Runtime::ReleaseMutex(int thread, uintptr_t mutex, Mode mode) {
  const uintptr_t object = mode == Mode::kExclusive ? mutex : OfReaders(mutex);
  detector_.Release(thread, object);
  ShowTime(thread, object);
}

void Runtime::Joined(int thread, int ended) {
  detector_.Join(thread, ended);
  lock_order_.Join(thread, ended);
  int64_t& now = threads_[static_cast<size_t>(thread)].now;
  now = std::max(now, threads_[static_cast<size_t>(ended)].now);
}

void Runtime::Acquire(int thread, uintptr_t object) {
  detector_.Acquire(thread, object);
  SeeTime(thread, object);
}

// Each thread has its own time, but what comes after is not earlier. Most
// programs never look at the clock: no times are shown then.
void Runtime::ShowTime(int thread, uintptr_t object) {
  const int64_t now = threads_[static_cast<size_t>(thread)].now;
  if (now == 0) return;
  for (ShownTime& shown : shown_times_) {
    if (shown.object != object) continue;
    shown.now = std::max(shown.now, now);
    return;
  }
  shown_times_.push_back({object, now});
}

void Runtime::SeeTime(int thread, uintptr_t object) {
  int64_t& now = threads_[static_cast<size_t>(thread)].now;
  for (const ShownTime& shown : shown_times_) {
    if (shown.object == object) now = std::max(now, shown.now);
  }
}

// ---- Nothing goes on, or nothing ends
// ------------------------------------------------------------

void Runtime::AllStopped() {
  bool all_ended = true;
  bool holds_up = false;
  for (int t = 0; t < world_.threads(); ++t) {
    if (world_.HasEnded(t)) continue;
    all_ended = false;
    const Operation& next = world_.Next()[static_cast<size_t>(t)];
    if (!world_.IsWaiting(t) && next.kind != OpKind::kLocal &&
        (world_.HolderOf(next.object) >= 0 ||
         world_.ReadersOf(next.object) != 0)) {
      holds_up = true;
    }
  }
  if (all_ended) Stop(End::kComplete);
  std::string message = DescribeStuck();
  Find(holds_up ? Finding::Kind::kDeadlock : Finding::Kind::kMissedWakeup,
       std::move(message));
}

void Runtime::FoundTooManySteps() {
  // Every thread that could go on has tried in vain, more than once.
  if (world_.revivals() > world_.threads()) {
    std::string message = absl::StrCat(
        "a livelock: by step ", options_.max_steps,
        ", the threads that can go on only try again and again, by turns: they "
        "yield, sleep, time out or can't get a lock, and none gets any further "
        "(if they would in the end, raise Options::max_steps)");
    Find(Finding::Kind::kLivelock, std::move(message));
  }
  std::string message =
      absl::StrCat("the program did not end within ", options_.max_steps,
                   " steps: a loop that waits for a change without ever "
                   "blocking or yielding, or a bound that is too low "
                   "(Options::max_steps)");
  Find(Finding::Kind::kTooManySteps, std::move(message));
}

std::string Runtime::NameOf(const char* kind, uintptr_t object) {
  if (recorder_ == nullptr) return absl::StrCat("a ", kind);
  return absl::StrCat(kind, " ", recorder_->NameOf(kind, object));
}

std::string Runtime::WhatHoldsUp(int thread) {
  const Announcement& announced = world_.announced(thread);
  const Operation& next = world_.Next()[static_cast<size_t>(thread)];
  if (world_.IsWaiting(thread)) {
    return absl::StrCat("waits for ",
                        NameOf("condition", announced.operation.object),
                        ", which no thread is left to notify");
  }
  if (next.kind == OpKind::kLocal) {
    return absl::StrCat("waits for the end of ", ThreadName(announced.join));
  }
  if (IsOfMemory(next.kind)) {
    return "waits at a latch or a barrier, and nobody is left to arrive";
  }
  const std::string mutex = NameOf("mutex", next.object);
  const int holder = world_.HolderOf(next.object);
  const ThreadSet readers = world_.ReadersOf(next.object);
  if (holder == thread || Has(readers, thread)) {
    return absl::StrCat("locks ", mutex, ", which it holds already");
  }
  if (holder >= 0) {
    return absl::StrCat("waits for ", mutex, ", which ", ThreadName(holder),
                        " holds");
  }
  if (readers != 0) {
    return absl::StrCat("waits for ", mutex, ", which ",
                        ThreadName(std::countr_zero(readers)),
                        " holds as a reader");
  }
  return absl::StrCat("waits for a condition of ", mutex,
                      " that nobody is left to make true");
}

std::string Runtime::DescribeStuck() {
  std::string text;
  for (int t = 0; t < world_.threads(); ++t) {
    if (world_.HasEnded(t)) continue;
    absl::StrAppend(&text, text.empty() ? "" : "; ", ThreadName(t), " ",
                    WhatHoldsUp(t));
  }
  return text;
}

void Runtime::RecordStuck() {
  if (finding_.kind != Finding::Kind::kDeadlock &&
      finding_.kind != Finding::Kind::kMissedWakeup) {
    return;
  }
  for (int t = 0; t < world_.threads(); ++t) {
    if (world_.HasEnded(t)) continue;
    recorder_->Stuck(t, WhatHoldsUp(t), HeldBy(t), StackOf(t));
  }
}

std::string Runtime::WhatIsNotDeterministic() const {
  return absl::StrCat(
      "the program is not deterministic: by step ", schedule_.size() + 1,
      " of the same schedule it does otherwise. Look for what differs from run "
      "to run: random numbers, the real time, addresses in ordered containers, "
      "or variables that outlive the body");
}

// ---- Memory
// ---------------------------------------------------------------------

// Of memory that is not known to be in order, or is more than a word.
void Runtime::UnfamiliarAccess(const volatile void* address, size_t size,
                               bool write, Pc pc) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  const bool counts = each_access_counts_ || accesses_ > kMaxAccesses;
  const bool alone = detector_.IsAlone();
  if (!counts && alone && racy_.empty()) return;
  if (!counts && !alone && !IsInOneWord(at, size) &&
      familiar_.HasAll(current(), at, size, write,
                       detector_.clock(current()))) {
    return;
  }
  const uintptr_t canonical = CanonicalAddress(address);
  const uintptr_t racy = racy_.ObjectOf(canonical, size);
  if (counts || racy != 0) {
    const NotActive own_code;
    Access(address, size, write, racy, pc);
  } else if (!alone) {
    const NotActive own_code;
    BecomeFamiliar(address, size, write, pc);
  }
}

void Runtime::BecomeFamiliar(const volatile void* address, size_t size,
                             bool write, Pc pc) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  const uintptr_t canonical = CanonicalAddress(address);
  for (uintptr_t word = WordOf(at); word < at + size; word += kWordBytes) {
    const ByteSet bytes = BytesInWord(word, at, size);
    if (IsInOrder(word, at - canonical, bytes, write)) continue;
    const std::optional<Race> race =
        detector_.AccessWord(current(), word, bytes, {.write = write}, pc);
    if (race) FoundRace(*race, size, address);
  }
}

bool Runtime::IsInOrder(uintptr_t word, uintptr_t from_canonical, ByteSet bytes,
                        bool write) {
  const int news = ordered_memory_.news();
  const OrderedMemory::Answer answer =
      ordered_memory_.Look(word - from_canonical, bytes,
                           {.thread = current(),
                            .write = write,
                            .clock = &detector_.clock(current())});
  if (ordered_memory_.news() != news) familiar_.Forget(word);
  if (answer.in_order) familiar_.Add(current(), word, write, answer.phase);
  return answer.in_order;
}

// Every access that more than its thread may notice, or a reader of the trace.
void Runtime::Access(const volatile void* address, size_t size, bool write,
                     uintptr_t racy, Pc pc) {
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  if (accesses_ > kMaxAccesses) FoundEndlessLoop();
  if (engine_->IsThreadLocal(at)) return;
  if (write && !destroyed_.empty()) MadeAnew(at, size);
  Digest(current(), 100 + 2 * static_cast<uint32_t>(size) + (write ? 1 : 0));
  if (racy != 0) {
    Perform({.operation = {write ? OpKind::kWrite : OpKind::kRead, racy}}, pc);
  } else {
    FineStep(pc);
  }
  if (recorder_ != nullptr) {
    recorder_->GoesOn(current());
    RecordAccess(address, size, write, racy != 0, pc);
  }
  if (racy != 0) {
    // The search orders it, so that it has no races any more. Its other bytes,
    // if it has more than the object, are ordered with it.
    if (!detector_.IsAlone()) AddRacy(CanonicalAddress(address), size);
    return;
  }
  CheckRace(address, size, {.write = write}, pc);
}

void Runtime::FineStep(Pc pc) {
  if (fine_steps_) {
    Perform({}, pc);
  } else if (keeps_fine_schedule_) {
    fine_schedule_.push_back(static_cast<uint8_t>(current()));
  }
}

void Runtime::FoundEndlessLoop() {
  std::string message = absl::StrCat(
      ThreadName(current()), " read and wrote memory ", kMaxAccesses,
      " times without an operation that others could notice: a "
      "loop that waits for a plain variable?");
  Find(Finding::Kind::kTooManySteps, std::move(message));
}

// What was let pass of the memory, in this execution or another, must be in
// order with this access; the race detector does not know of it.
void Runtime::CheckRace(const volatile void* address, size_t size,
                        RaceDetector::Kind kind, Pc pc) {
  if (detector_.IsAlone()) return;
  const uintptr_t at = reinterpret_cast<uintptr_t>(address);
  const uintptr_t from_canonical = at - CanonicalAddress(address);
  bool in_order = !each_access_counts_;
  for (uintptr_t word = WordOf(at); word < at + size; word += kWordBytes) {
    in_order &= kind.atomic
                    ? IsAtomic(word, from_canonical)
                    : IsInOrder(word, from_canonical,
                                BytesInWord(word, at, size), kind.write);
  }
  if (in_order) return;
  const std::optional<Race> race =
      detector_.Access(current(), at, size, kind, pc);
  if (race) FoundRace(*race, size, address);
}

bool Runtime::IsAtomic(uintptr_t word, uintptr_t from_canonical) {
  const int news = ordered_memory_.news();
  const bool is = ordered_memory_.OnlyAtomics(word - from_canonical);
  if (ordered_memory_.news() != news) familiar_.Forget(word);
  return is;
}

void Runtime::FoundRace(const Race& race, size_t size,
                        const volatile void* address) {
  if (engine_->IsThreadLocal(race.begin)) return;
  if (options_.races_are_findings) {
    const auto does = [](bool writes) { return writes ? "writes" : "reads"; };
    std::string message = absl::StrCat(
        ThreadName(race.second_thread), " ", does(race.second_writes), " what ",
        ThreadName(race.first_thread), " ", does(race.first_writes),
        ", and nothing puts one before the other");
    if (recorder_ != nullptr) recorder_->GoesNoFurther(current());
    Find(Finding::Kind::kDataRace, std::move(message));
  }
  // All bytes of the access that is at hand; the other one's are added when it
  // is at hand, in another execution.
  AddRacy(CanonicalAddress(address), size);
}

void Runtime::AddRacy(uintptr_t canonical, size_t size) {
  if (racy_.Has(canonical, canonical + size)) return;  // most often
  racy_.Add(canonical, canonical + size);
  familiar_.Clear();
  restart_ = true;
}

void Runtime::MadeAnew(uintptr_t address, size_t size) {
  destroyed_.erase(std::remove_if(destroyed_.begin(), destroyed_.end(),
                                  [&](uintptr_t object) {
                                    return object >= address &&
                                           object < address + size;
                                  }),
                   destroyed_.end());
}

void Runtime::CheckAlive(const volatile void* object, const char* kind) {
  if (destroyed_.empty()) return;
  const uintptr_t at = reinterpret_cast<uintptr_t>(object);
  if (std::find(destroyed_.begin(), destroyed_.end(), at) == destroyed_.end()) {
    return;
  }
  std::string message = absl::StrCat(ThreadName(current()), " uses ",
                                     NameOf(kind, CanonicalAddress(object)),
                                     ", which was destroyed");
  Find(Finding::Kind::kDestroyedInUse, std::move(message));
}

// ---- For the reader
// -------------------------------------------------------------

std::vector<std::string> Runtime::HeldBy(int thread) {
  std::vector<std::string> names;
  for (uintptr_t mutex : world_.MutexesOf(thread)) {
    names.push_back(NameOf("mutex", mutex));
  }
  return names;
}

// What it does may be called from within a library.
void Runtime::FindWayTo(Pc pc) {
  Thread& thread = self();
  thread.way = WayTo(pc, {thread.stack.rbegin(), thread.stack.rend()});
}

const std::vector<Pc>& Runtime::StackOf(int id) const {
  return threads_[static_cast<size_t>(id)].way;
}

bool Runtime::Record(int thread, const Operation& operation) {
  const Announcement& announced = world_.announced(thread);
  const auto note = [&](const char* what, const char* kind) {
    recorder_->Note(thread, what, kind, operation.object, StackOf(thread));
    return true;
  };
  switch (operation.kind) {
    case OpKind::kLocal:
      if (announced.join < 0) return false;
      recorder_->Join(thread, announced.join);
      recorder_->NoteThread(thread, "join", announced.join, StackOf(thread));
      return true;
    case OpKind::kLock:
      return note("lock", "mutex");
    case OpKind::kReaderLock:
      return note("lock as reader", "mutex");
    case OpKind::kTryLock:
      return note("try to lock", "mutex");
    case OpKind::kUnlock:
      return note("unlock", "mutex");
    case OpKind::kWait:
      return note("wait for", "condition");
    case OpKind::kTimeOut:
      return note("time out of", "condition");
    case OpKind::kSpuriousWakeup:
      return note("wake up for no reason from", "condition");
    case OpKind::kWoken:
      return note("be woken from", "condition");
    case OpKind::kNotifyOne:
      return note("notify one of", "condition");
    case OpKind::kNotifyAll:
      return note("notify all of", "condition");
    default:
      return false;  // memory: with its value, when the thread goes on
  }
}

void Runtime::RecordAccess(const volatile void* address, size_t size,
                           bool write, bool racy, Pc pc) {
  const uintptr_t canonical = CanonicalAddress(address);
  Thread& thread = self();
  thread.pc = pc;
  if (world_.threads() == 1) return;  // nobody else is there yet
  recorder_->Learn(current(), canonical, size, write);
  if (!racy && !recorder_->IsWorthALine(canonical, size)) return;
  thread.way = {pc};
  thread.way.insert(thread.way.end(), thread.stack.rbegin(),
                    thread.stack.rend());
  recorder_->NoteAccess(current(), write ? "write" : "read", address, size,
                        write, StackOf(current()));
  recorder_->Holds(HeldBy(current()));
}

}  // namespace explorer::internal
