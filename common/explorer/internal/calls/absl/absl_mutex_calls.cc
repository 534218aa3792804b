// SPDX-License-Identifier: Apache-2.0
//
// absl::Mutex and absl::CondVar, as hooks. Everything in Abseil that is built
// on them comes along.
//
// LockWhen() and so on are inline and all end in LockWhenCommon(); it is the
// same with Await() and Wait().

#include <ctime>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/internal/kernel_timeout.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/internal/calls/absl/absl_wrap.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace explorer::internal {

using absl::synchronization_internal::KernelTimeout;

struct MutexOfLock {
  friend auto MemberOf(MutexOfLock);
};
template struct Reach<MutexOfLock, &absl::ReleasableMutexLock::mu_>;

namespace {

// The explorer asks a condition, for a thread that would have the mutex then.
constinit thread_local bool t_is_asked = false;

bool Ask(const void* condition) {
  t_is_asked = !ActiveHere();
  const bool holds = static_cast<const absl::Condition*>(condition)->Eval();
  t_is_asked = false;
  return holds;
}

Guard GuardOf(const absl::Condition& condition) {
  return {.holds = Ask, .argument = &condition};
}

Mode ModeOf(bool write) { return write ? Mode::kExclusive : Mode::kShared; }

// After a wait that was not successful: so late is it now.
void PassTimeOf(const KernelTimeout& timeout) {
  LetTimePass(timeout.MakeRelativeTimespec());
}

}  // namespace

// ---- absl::Mutex

WRAP(void, MutexLock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexLock(mutex);
  Lock(mutex, Mode::kExclusive, CALLER);
}

WRAP(void, MutexReaderLock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexReaderLock(mutex);
  Lock(mutex, Mode::kShared, CALLER);
}

WRAP(void, MutexUnlock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexUnlock(mutex);
  Unlock(mutex, Mode::kExclusive, CALLER);
}

WRAP(void, MutexReaderUnlock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexReaderUnlock(mutex);
  Unlock(mutex, Mode::kShared, CALLER);
}

WRAP(bool, MutexTryLock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexTryLock(mutex);
  return TryLock(mutex, Mode::kExclusive, CALLER);
}

WRAP(bool, MutexReaderTryLock, (absl::Mutex * mutex)) {
  if (!ActiveHere()) return RealMutexReaderTryLock(mutex);
  return TryLock(mutex, Mode::kShared, CALLER);
}

WRAP(bool, MutexLockWhenCommon,
     (absl::Mutex * mutex, const absl::Condition& condition,
      KernelTimeout timeout, bool write)) {
  if (!ActiveHere()) {
    return RealMutexLockWhenCommon(mutex, condition, timeout, write);
  }
  if (!timeout.has_timeout()) {
    LockWhen(mutex, ModeOf(write), GuardOf(condition), CALLER);
    return true;
  }
  const bool holds =
      LockWhenWithin(mutex, ModeOf(write), GuardOf(condition), CALLER);
  if (!holds) PassTimeOf(timeout);
  return holds;
}

WRAP(bool, MutexAwaitCommon,
     (absl::Mutex * mutex, const absl::Condition& condition,
      KernelTimeout timeout)) {
  if (!ActiveHere()) return RealMutexAwaitCommon(mutex, condition, timeout);
  if (!timeout.has_timeout()) {
    Await(mutex, GuardOf(condition), CALLER);
    return true;
  }
  const bool holds = AwaitWithin(mutex, GuardOf(condition), CALLER);
  if (!holds) PassTimeOf(timeout);
  return holds;
}

WRAP(void, MutexAssertHeld, (const absl::Mutex* mutex)) {
  if (t_is_asked) return;
  if (!ActiveHere()) return RealMutexAssertHeld(mutex);
  AssertHeld(const_cast<absl::Mutex*>(mutex), Mode::kExclusive, CALLER);
}

WRAP(void, MutexAssertReaderHeld, (const absl::Mutex* mutex)) {
  if (t_is_asked) return;
  if (!ActiveHere()) return RealMutexAssertReaderHeld(mutex);
  AssertHeld(const_cast<absl::Mutex*>(mutex), Mode::kShared, CALLER);
}

WRAP(void, MutexAssertNotHeld, (const absl::Mutex* mutex)) {
  if (!ActiveHere()) return RealMutexAssertNotHeld(mutex);
  if (!IsHeldByCaller(const_cast<absl::Mutex*>(mutex))) return;
  Fail("absl::Mutex::AssertNotHeld(): the caller holds it", CALLER);
}

// The other way round than the rest: Abseil's release builds define none, as
// there is nothing to do.
#ifdef NDEBUG
WRAP_ONLY(void, MutexDtor, (absl::Mutex * mutex)) {
  if (ActiveHere()) MutexDestroyed(mutex, CALLER);
}
#else
WRAP(void, MutexDtor, (absl::Mutex * mutex)) {
  if (ActiveHere()) MutexDestroyed(mutex, CALLER);
  // Abseil's own list of locks may be in use by a thread outside.
  const WaitingThread outside;
  RealMutexDtor(mutex);
}
#endif

// In one object file with Unlock(), so that its call of that is not seen.
WRAP(void, ReleasableMutexLockRelease, (absl::ReleasableMutexLock * lock)) {
  if (!ActiveHere()) return RealReleasableMutexLockRelease(lock);
  absl::Mutex*& mutex = lock->*MemberOf(MutexOfLock());
  if (mutex == nullptr) {
    Fail("absl::ReleasableMutexLock::Release(): called before", CALLER);
  }
  Unlock(mutex, Mode::kExclusive, CALLER);
  mutex = nullptr;
}

// ---- absl::CondVar

// Whether the time was over.
WRAP(bool, CondVarWaitCommon,
     (absl::CondVar * condition, absl::Mutex* mutex, KernelTimeout timeout)) {
  if (!ActiveHere()) return RealCondVarWaitCommon(condition, mutex, timeout);
  if (!timeout.has_timeout()) {
    Wait(condition, mutex, CALLER);
    return false;
  }
  if (WaitWithin(condition, mutex, CALLER)) return false;
  PassTimeOf(timeout);
  return true;
}

WRAP(void, CondVarSignal, (absl::CondVar * condition)) {
  if (!ActiveHere()) return RealCondVarSignal(condition);
  NotifyOne(condition, CALLER);
}

WRAP(void, CondVarSignalAll, (absl::CondVar * condition)) {
  if (!ActiveHere()) return RealCondVarSignalAll(condition);
  NotifyAll(condition, CALLER);
}

}  // namespace explorer::internal
