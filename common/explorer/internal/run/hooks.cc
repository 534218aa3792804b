// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/hooks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/explorer/internal/memory/arena.h"
#include "common/explorer/internal/program/finding.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/world.h"
#include "common/explorer/internal/run/runtime.h"
#include "common/explorer/internal/search/weak_failures.h"

namespace explorer::internal {

bool g_active = false;

// The runtime's side of the hooks.
struct HookCalls {
  explicit HookCalls(Pc where) : runtime(*CurrentRuntime()), pc(where) {}

  // The explorer's own code runs until the hook returns.
  NotActive own_code;
  Runtime& runtime;
  const Pc pc;

  int current() const { return runtime.current(); }

  void Perform(const Announcement& announcement) {
    runtime.Perform(announcement, pc);
  }

  [[noreturn]] void Find(Finding::Kind kind, std::string message) {
    runtime.IsAt(pc);
    runtime.Find(kind, std::move(message));
  }

  [[noreturn]] void FindUnsupported(const char* call) {
    std::string message =
        absl::StrCat(call, " can't be explored: leave it out of the body");
    runtime.FindAt(pc, call, Finding::Kind::kUnsupported, std::move(message));
  }

  bool Holds(uintptr_t mutex, Mode mode) const {
    if (runtime.world_.HolderOf(mutex) == current()) return true;
    return mode == Mode::kShared &&
           Has(runtime.world_.ReadersOf(mutex), current());
  }

  uintptr_t Mutex(void* mutex) {
    runtime.CheckAlive(mutex, "mutex");
    return CanonicalAddress(mutex);
  }

  uintptr_t Condition(void* condition) {
    runtime.CheckAlive(condition, "condition");
    return CanonicalAddress(condition);
  }

  static OpKind LockOf(Mode mode) {
    return mode == Mode::kExclusive ? OpKind::kLock : OpKind::kReaderLock;
  }

  void Lock(uintptr_t mutex, Mode mode, Guard guard) {
    Perform({.operation = {LockOf(mode), mutex}, .guard = guard});
    // Once more, as the thread: what the condition reads is read by it.
    if (guard.holds != nullptr) EvaluateAsProgram(guard);
  }

  bool EvaluateAsProgram(Guard guard) {
    if (guard.holds == nullptr) return true;
    g_active = true;
    const bool holds = guard.holds(guard.argument);
    g_active = false;
    return holds;
  }

  bool TryLock(uintptr_t mutex, Mode mode) {
    Perform({.operation = {OpKind::kTryLock, mutex},
             .mode = mode,
             .place = Place()});
    return runtime.world_.Result(current());
  }

  void Unlock(uintptr_t mutex, Mode mode) {
    if (!Holds(mutex, mode)) {
      std::string message = absl::StrCat("T", current(), " unlocks ",
                                         runtime.NameOf("mutex", mutex),
                                         ", which it does not hold");
      Find(Finding::Kind::kWrongUnlock, std::move(message));
    }
    if (runtime.recorder_ != nullptr) runtime.recorder_->GoesOn(current());
    if (runtime.world_.IsTryLocked(mutex)) {
      Perform({.operation = {OpKind::kUnlock, mutex}, .mode = mode});
      runtime.Digest(current(), static_cast<uint32_t>(OpKind::kUnlock));
      return;
    }
    // Whoever follows the schedule need not know yet that it is try-locked.
    runtime.FineStep(pc);
    runtime.Digest(current(), static_cast<uint32_t>(OpKind::kUnlock));
    runtime.world_.Unlock(current(), mutex, mode);
    runtime.ReleaseMutex(current(), mutex, mode);
    if (runtime.recorder_ != nullptr) {
      runtime.IsAt(pc);
      runtime.recorder_->Note(current(), "unlock", "mutex", mutex,
                              runtime.StackOf(current()));
      runtime.recorder_->Holds(runtime.HeldBy(current()));
    }
  }

  Mode ModeOfHolder(uintptr_t mutex) const {
    return runtime.world_.HolderOf(mutex) == current() ? Mode::kExclusive
                                                       : Mode::kShared;
  }

  Runtime::Recursion* FindRecursion(uintptr_t mutex) {
    for (Runtime::Recursion& recursion : runtime.recursions_) {
      if (recursion.mutex == mutex) return &recursion;
    }
    return nullptr;
  }

  // Whether the caller holds it already; then it holds it once more.
  bool LockedAgain(uintptr_t mutex) {
    if (runtime.world_.HolderOf(mutex) != current()) return false;
    Runtime::Recursion* recursion = FindRecursion(mutex);
    if (recursion == nullptr) {
      runtime.recursions_.push_back({mutex, 0});
      recursion = &runtime.recursions_.back();
    }
    ++recursion->count;
    return true;
  }

  // Whether the caller still holds it after one unlock.
  bool UnlockedOnce(uintptr_t mutex) {
    Runtime::Recursion* recursion = FindRecursion(mutex);
    if (recursion == nullptr || recursion->count == 0) return false;
    if (runtime.world_.HolderOf(mutex) != current()) return false;
    --recursion->count;
    return true;
  }

  bool Wait(uintptr_t condition, uintptr_t mutex, bool timed) {
    const Mode mode = ModeOfHolder(mutex);
    if (!Holds(mutex, mode)) {
      std::string message = absl::StrCat("T", current(), " waits with ",
                                         runtime.NameOf("mutex", mutex),
                                         ", which it does not hold");
      Find(Finding::Kind::kWrongUnlock, std::move(message));
    }
    Perform({.operation = {OpKind::kWait, condition},
             .mutex = mutex,
             .mutex_mode = mode,
             .timed = timed,
             .place = timed ? Place() : 0});
    return runtime.world_.Result(current());
  }

  void Atomic(OpKind kind, const volatile void* address, size_t size, int order,
              Guard guard = {}) {
    if (order != __ATOMIC_SEQ_CST) runtime.weak_atomics_ = true;
    uintptr_t object = CanonicalAddress(address);
    if (const uintptr_t racy = runtime.racy_.ObjectOf(object, size)) {
      runtime.AddRacy(object, size);  // it is plain memory as well
      object = racy;
    }
    Perform({.operation = {kind, object}, .guard = guard});
    runtime.Digest(current(), 500 + static_cast<uint32_t>(kind));
    RaceDetector& detector = runtime.detector_;
    // The access comes after what it acquires, and before what it releases.
    if (kind != OpKind::kWrite) {
      detector.AtomicLoad(current(), object, order);
      runtime.SeeTime(current(), object);
    }
    runtime.CheckRace(address, size,
                      {.write = kind != OpKind::kRead, .atomic = true}, pc);
    if (kind != OpKind::kRead) runtime.ShowTime(current(), object);
    const char* what = guard.holds == nullptr ? "read" : "wait for";
    if (kind == OpKind::kWrite) {
      detector.AtomicStore(current(), object, order);
      what = "write";
    } else if (kind == OpKind::kReadWrite) {
      detector.AtomicReadWrite(current(), object, order);
      what = "read and write";
    }
    if (runtime.recorder_ != nullptr && pc != kNotForReaders) {
      runtime.recorder_->NoteAccess(current(), what, address, size,
                                    kind != OpKind::kRead,
                                    runtime.StackOf(current()));
    }
  }

  bool WeakFails(bool would_succeed) {
    const WeakFailure call = {
        .thread = current(),
        .call = runtime.threads_[static_cast<size_t>(current())].weak_calls++};
    if (!would_succeed) return false;
    const WeakFailures& planned = runtime.weak_failures_;
    if (!std::binary_search(planned.begin(), planned.end(), call)) return false;
    runtime.weak_failures_happened_.push_back(call);
    runtime.Digest(current(), 700);
    if (runtime.recorder_ != nullptr) {
      runtime.recorder_->FailsForNoReason(current());
    }
    return true;
  }

  // The arrivals are an object of their own, as who waits does not see them.
  void Arrive(const volatile void* barrier) {
    const uintptr_t arrivals = ~CanonicalAddress(barrier);
    Perform({.operation = {OpKind::kReadWrite, arrivals}});
    runtime.Digest(current(), 600);
    runtime.SeeTime(current(), arrivals);
    runtime.ShowTime(current(), arrivals);
    if (runtime.recorder_ == nullptr) return;
    runtime.recorder_->Note(current(), "arrive at", "barrier", arrivals,
                            runtime.StackOf(current()));
    runtime.recorder_->Holds(runtime.HeldBy(current()));
  }

  void AtomicWithinStep(const volatile void* address) {
    runtime.detector_.AtomicReadWrite(current(), CanonicalAddress(address),
                                      __ATOMIC_ACQ_REL);
  }

  bool OthersAreAt(const volatile void* memory, size_t size) const {
    const uintptr_t begin = CanonicalAddress(memory);
    const absl::Span<const Operation> next = runtime.world_.Next();
    for (size_t t = 0; t < next.size(); ++t) {
      if (static_cast<int>(t) == current()) continue;
      if (next[t].object >= begin && next[t].object < begin + size) return true;
    }
    return false;
  }

  void Fence(int order) { runtime.detector_.Fence(current(), order); }

  // Where the program is: what it tries there again and again is a loop.
  uint64_t Place() const {
    uint64_t place = reinterpret_cast<uintptr_t>(pc);
    for (const Pc caller :
         runtime.threads_[static_cast<size_t>(current())].stack) {
      place = (place ^ reinterpret_cast<uintptr_t>(caller)) * 0x100000001B3u;
    }
    return place | 1;
  }

  // Locks it, and looks whether the guard holds: in time or in vain.
  bool LockOnce(uintptr_t mutex, Mode mode, Guard guard) {
    Perform({.operation = {LockOf(mode), mutex}, .place = Place()});
    if (!EvaluateAsProgram(guard)) return false;
    runtime.world_.Succeeded(current());
    return true;
  }

  void LetOthersGo() { Perform({.place = Place()}); }

  std::string NameOfMutex(uintptr_t mutex) {
    return runtime.NameOf("mutex", mutex);
  }

  void Destroyed(void* object, const char* kind) {
    const uintptr_t name = CanonicalAddress(object);
    const int holder = runtime.world_.HolderOf(name);
    if (holder >= 0 || runtime.world_.ReadersOf(name) != 0 ||
        runtime.world_.WaitersOf(name) != 0) {
      std::string message = absl::StrCat(
          "T", current(), " destroys ", runtime.NameOf(kind, name), ", which ",
          holder >= 0 ? absl::StrCat("T", holder, " holds")
                      : "others still use");
      Find(Finding::Kind::kDestroyedInUse, std::move(message));
    }
    runtime.destroyed_.push_back(reinterpret_cast<uintptr_t>(object));
    runtime.each_access_counts_ = true;
  }

  Runtime::Thread& ThreadAt(int thread) {
    return runtime.threads_[static_cast<size_t>(thread)];
  }

  int Create(void* (*body)(void*), void* argument) {
    const int child = runtime.world_.Spawn(current());
    if (child < 0) {
      std::string message =
          absl::StrCat("the program has more than ", kMaxThreads,
                       " threads; no more can be explored");
      Find(Finding::Kind::kTooManyThreads, std::move(message));
    }
    runtime.detector_.Spawn(current(), child);
    runtime.lock_order_.Spawn(current(), child);
    runtime.AddThread(child, body, argument);
    if (runtime.recorder_ != nullptr) {
      runtime.IsAt(pc);
      runtime.recorder_->Spawn(current(), child);
      runtime.recorder_->NoteThread(current(), "create", child,
                                    runtime.StackOf(current()));
    }
    return child;
  }

  void CheckJoinable(int thread, const char* what) {
    const bool known = thread > 0 && thread < runtime.world_.threads();
    if (known && !ThreadAt(thread).joined && !ThreadAt(thread).detached) return;
    std::string message =
        absl::StrCat("T", current(), " ", what, " T", thread, ", which ",
                     !known                      ? "does not exist"
                     : ThreadAt(thread).detached ? "was detached"
                                                 : "was joined already");
    Find(Finding::Kind::kWrongJoin, std::move(message));
  }
};

void Read(const volatile void* address, size_t size, Pc pc) {
  CurrentRuntime()->PlainAccess(address, size, /*write=*/false, pc);
}

void Write(const volatile void* address, size_t size, Pc pc) {
  CurrentRuntime()->PlainAccess(address, size, /*write=*/true, pc);
}

void Fresh(const volatile void* address, size_t size) {
  NotActive own_code;
  CurrentRuntime()->Fresh(address, size);
}

void AtomicLoad(const volatile void* address, size_t size, int order, Pc pc) {
  HookCalls(pc).Atomic(OpKind::kRead, address, size, order);
}

void AtomicStore(const volatile void* address, size_t size, int order, Pc pc) {
  HookCalls(pc).Atomic(OpKind::kWrite, address, size, order);
}

void AtomicReadWrite(const volatile void* address, size_t size, int order,
                     Pc pc) {
  HookCalls(pc).Atomic(OpKind::kReadWrite, address, size, order);
}

bool WeakFails(bool would_succeed) {
  return HookCalls(nullptr).WeakFails(would_succeed);
}

void AtomicFence(int order, Pc pc) {
  HookCalls hook(pc);
  hook.Fence(order);
}

void AtomicLoadWhen(const volatile void* address, size_t size, Guard guard,
                    Pc pc) {
  HookCalls(pc).Atomic(OpKind::kRead, address, size, __ATOMIC_SEQ_CST, guard);
}

void AtomicWithinStep(const volatile void* address) {
  HookCalls(nullptr).AtomicWithinStep(address);
}

bool OthersAreAt(const volatile void* memory, size_t size) {
  return HookCalls(nullptr).OthersAreAt(memory, size);
}

void Arrive(const volatile void* barrier, Pc pc) {
  HookCalls(pc).Arrive(barrier);
}

void EnterFunction(Pc caller) { CurrentRuntime()->Entered(caller); }
void LeaveFunction() { CurrentRuntime()->Left(); }

void Lock(void* mutex, Mode mode, Pc pc) {
  HookCalls hook(pc);
  hook.Lock(hook.Mutex(mutex), mode, {});
}

void LockRecursively(void* mutex, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  if (!hook.LockedAgain(name)) hook.Lock(name, Mode::kExclusive, {});
}

void LockWhen(void* mutex, Mode mode, Guard guard, Pc pc) {
  HookCalls hook(pc);
  hook.Lock(hook.Mutex(mutex), mode, guard);
}

bool LockWhenWithin(void* mutex, Mode mode, Guard guard, Pc pc) {
  HookCalls hook(pc);
  return hook.LockOnce(hook.Mutex(mutex), mode, guard);
}

bool LockWithin(void* mutex, Mode mode, Pc pc) {
  HookCalls hook(pc);
  return hook.TryLock(hook.Mutex(mutex), mode);
}

bool TryLock(void* mutex, Mode mode, Pc pc) {
  HookCalls hook(pc);
  return hook.TryLock(hook.Mutex(mutex), mode);
}

bool TryLockRecursively(void* mutex, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  return hook.LockedAgain(name) || hook.TryLock(name, Mode::kExclusive);
}

void Unlock(void* mutex, Mode mode, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  if (!hook.UnlockedOnce(name)) hook.Unlock(name, mode);
}

void UnlockAny(void* mutex, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  hook.Unlock(name, hook.ModeOfHolder(name));
}

void Await(void* mutex, Guard guard, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  if (hook.EvaluateAsProgram(guard)) return;
  const Mode mode = hook.ModeOfHolder(name);
  hook.Unlock(name, mode);
  hook.Lock(name, mode, guard);
}

bool AwaitWithin(void* mutex, Guard guard, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  if (hook.EvaluateAsProgram(guard)) return true;
  const Mode mode = hook.ModeOfHolder(name);
  hook.Unlock(name, mode);
  return hook.LockOnce(name, mode, guard);
}

void AssertHeld(void* mutex, Mode mode, Pc pc) {
  HookCalls hook(pc);
  const uintptr_t name = hook.Mutex(mutex);
  if (hook.Holds(name, mode)) return;
  std::string message =
      absl::StrCat("T", hook.current(), " asserts that it holds ",
                   hook.NameOfMutex(name), ", and does not");
  hook.Find(Finding::Kind::kFailedAssertion, std::move(message));
}

bool IsHeldByCaller(void* mutex) {
  HookCalls hook(nullptr);
  return hook.Holds(CanonicalAddress(mutex), Mode::kExclusive);
}

void MutexDestroyed(void* mutex, Pc pc) {
  HookCalls(pc).Destroyed(mutex, "mutex");
}

void Wait(void* condition, void* mutex, Pc pc) {
  HookCalls hook(pc);
  hook.Wait(hook.Condition(condition), hook.Mutex(mutex), /*timed=*/false);
}

bool WaitWithin(void* condition, void* mutex, Pc pc) {
  HookCalls hook(pc);
  return hook.Wait(hook.Condition(condition), hook.Mutex(mutex),
                   /*timed=*/true);
}

void NotifyOne(void* condition, Pc pc) {
  HookCalls hook(pc);
  hook.Perform({.operation = {OpKind::kNotifyOne, hook.Condition(condition)}});
}

void NotifyAll(void* condition, Pc pc) {
  HookCalls hook(pc);
  hook.Perform({.operation = {OpKind::kNotifyAll, hook.Condition(condition)}});
}

void ConditionDestroyed(void* condition, Pc pc) {
  HookCalls(pc).Destroyed(condition, "condition");
}

int CreateThread(void* (*body)(void*), void* argument, Pc pc) {
  return HookCalls(pc).Create(body, argument);
}

void* JoinThread(int thread, Pc pc) {
  HookCalls hook(pc);
  hook.CheckJoinable(thread, "joins");
  hook.ThreadAt(thread).joined = true;
  hook.Perform({.join = thread});
  return hook.ThreadAt(thread).result;
}

void DetachThread(int thread, Pc pc) {
  HookCalls hook(pc);
  hook.CheckJoinable(thread, "detaches");
  hook.ThreadAt(thread).detached = true;
}

int CurrentThread() { return CurrentRuntime()->current(); }

void ExitThread(void* result) { CurrentRuntime()->ExitThread(result); }

void Yield(Pc pc) {
  HookCalls hook(pc);
  hook.LetOthersGo();
}

void Sleep(int64_t nanoseconds, Pc pc) {
  HookCalls hook(pc);
  hook.ThreadAt(hook.current()).now += nanoseconds;
  hook.LetOthersGo();
}

void LetTimePass(int64_t nanoseconds) {
  NotActive own_code;
  CurrentRuntime()->Look(nanoseconds);
}

// Time goes on by a little with each look at it, so that a loop until a
// deadline ends.
int64_t NowNanoseconds() {
  constexpr int64_t kLook = 1'000;
  NotActive own_code;
  return CurrentRuntime()->Look(kLook);
}

void Fail(const char* what, Pc pc) {
  HookCalls(pc).Find(Finding::Kind::kFailedAssertion, what);
}

void Unsupported(const char* call, Pc pc) {
  HookCalls(pc).FindUnsupported(call);
}

}  // namespace explorer::internal
