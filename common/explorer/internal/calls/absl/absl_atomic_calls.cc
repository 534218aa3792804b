// SPDX-License-Identifier: Apache-2.0
//
// What of Abseil hands things from one thread to another by atomics, inside of
// Abseil where no compiler reports them: absl::Notification,
// absl::BlockingCounter, absl::call_once.

#include <atomic>
#include <cstdint>

#include "absl/base/internal/spinlock_wait.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/explorer/internal/calls/absl/absl_wrap.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/futex.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

using absl::base_internal::SchedulingMode;
using absl::base_internal::SpinLockWaitTransition;

struct NotifiedOf {
  friend auto MemberOf(NotifiedOf);
};
template struct Reach<NotifiedOf, &absl::Notification::notified_yet_>;

struct MutexOfNotification {
  friend auto MemberOf(MutexOfNotification);
};
template struct Reach<MutexOfNotification, &absl::Notification::mutex_>;

struct CountOf {
  friend auto MemberOf(CountOf);
};
template struct Reach<CountOf, &absl::BlockingCounter::count_>;

namespace {

// Before the real wait, which looks first and locks only if it has to.
void LookAt(const absl::Notification* notification, Pc pc) {
  const std::atomic<bool>& notified = notification->*MemberOf(NotifiedOf());
  AtomicLoad(&notified, sizeof(notified), __ATOMIC_ACQUIRE, pc);
}

volatile uint32_t* WordOf(std::atomic<uint32_t>* atomic) {
  return reinterpret_cast<volatile uint32_t*>(atomic);
}

}  // namespace

// ---- absl::Notification. HasBeenNotified() is inline, and a load.

// Step by step as the real one, whose store would be one with the lock.
WRAP(void, NotificationNotify, (absl::Notification * notification)) {
  if (!ActiveHere()) return RealNotificationNotify(notification);
  absl::Mutex* mutex = &(notification->*MemberOf(MutexOfNotification()));
  std::atomic<bool>& notified = notification->*MemberOf(NotifiedOf());
  Lock(mutex, Mode::kExclusive, CALLER);
  if (notified.load(std::memory_order_relaxed)) {
    Fail("absl::Notification::Notify(): called before", CALLER);
  }
  AtomicStore(&notified, sizeof(notified), __ATOMIC_RELEASE, CALLER);
  notified.store(true, std::memory_order_relaxed);
  Unlock(mutex, Mode::kExclusive, CALLER);
}

WRAP(void, NotificationWaitForNotification,
     (const absl::Notification* notification)) {
  if (ActiveHere()) LookAt(notification, CALLER);
  RealNotificationWaitForNotification(notification);
}

WRAP(bool, NotificationWaitForNotificationWithTimeout,
     (const absl::Notification* notification, absl::Duration timeout)) {
  if (ActiveHere()) LookAt(notification, CALLER);
  return RealNotificationWaitForNotificationWithTimeout(notification, timeout);
}

WRAP(bool, NotificationWaitForNotificationWithDeadline,
     (const absl::Notification* notification, absl::Time deadline)) {
  if (ActiveHere()) LookAt(notification, CALLER);
  return RealNotificationWaitForNotificationWithDeadline(notification,
                                                         deadline);
}

// ---- absl::BlockingCounter

// The real one subtracts first, and then uses its mutex.
WRAP(bool, BlockingCounterDecrementCount, (absl::BlockingCounter * counter)) {
  if (ActiveHere()) {
    const std::atomic<int>& count = counter->*MemberOf(CountOf());
    AtomicReadWrite(&count, sizeof(count), __ATOMIC_ACQ_REL, CALLER);
  }
  return RealBlockingCounterDecrementCount(counter);
}

// ---- absl::call_once, whose inline part uses SpinLockWait() and a wake, and
// Abseil's spin locks, which delay until a wake.

// The real one looks at the word, and changes it, once before each delay.
WRAP(uint32_t, SpinLockWait,
     (std::atomic<uint32_t> * word, int count,
      const SpinLockWaitTransition* transitions, SchedulingMode mode)) {
  if (ActiveHere()) {
    AtomicReadWrite(word, sizeof(*word), __ATOMIC_ACQ_REL, CALLER);
  }
  return RealSpinLockWait(word, count, transitions, mode);
}

WRAP(void, AbslInternalSpinLockDelay,
     (std::atomic<uint32_t> * word, uint32_t value, int loop,
      SchedulingMode mode)) {
  if (!ActiveHere()) {
    return RealAbslInternalSpinLockDelay(word, value, loop, mode);
  }
  FutexWait(WordOf(word), value, CALLER);
  AtomicReadWrite(word, sizeof(*word), __ATOMIC_ACQ_REL, CALLER);
}

WRAP(void, AbslInternalSpinLockWake, (std::atomic<uint32_t> * word, bool all)) {
  if (!ActiveHere()) return RealAbslInternalSpinLockWake(word, all);
  if (all) {
    FutexWakeAll(WordOf(word), CALLER);
  } else {
    FutexWakeOne(WordOf(word), CALLER);
  }
}

}  // namespace explorer::internal
