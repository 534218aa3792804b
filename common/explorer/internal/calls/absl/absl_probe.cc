// SPDX-License-Identifier: Apache-2.0
//
// Uses each function of Abseil that the explorer takes over, so that the object
// file says how they are spelled there. Never linked.

#include "absl/base/internal/spinlock_wait.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace explorer::internal {

bool UseMutex(absl::Mutex* mutex,
              absl::Condition* condition) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  mutex->Lock();
  mutex->Unlock();
  mutex->ReaderLock();
  mutex->ReaderUnlock();
  mutex->AssertHeld();
  mutex->AssertReaderHeld();
  mutex->AssertNotHeld();
  mutex->LockWhen(*condition);
  mutex->Await(*condition);
  absl::ReleasableMutexLock lock(mutex);
  lock.Release();
  [[maybe_unused]] absl::Mutex destroyed;
  return mutex->TryLock() || mutex->ReaderTryLock();
}

void UseCondVar(absl::CondVar* condition, absl::Mutex* mutex) {
  condition->Wait(mutex);
  condition->Signal();
  condition->SignalAll();
}

bool UseNotification(absl::Notification* notification) {
  notification->Notify();
  notification->WaitForNotification();
  return notification->WaitForNotificationWithTimeout(absl::ZeroDuration()) ||
         notification->WaitForNotificationWithDeadline(absl::UnixEpoch());
}

bool UseBlockingCounter(absl::BlockingCounter* counter) {
  return counter->DecrementCount();
}

void UseSpinLock(std::atomic<uint32_t>* word) {
  using absl::base_internal::SCHEDULE_KERNEL_ONLY;
  absl::base_internal::SpinLockWait(word, 0, nullptr, SCHEDULE_KERNEL_ONLY);
  absl::base_internal::SpinLockDelay(word, 0, 0, SCHEDULE_KERNEL_ONLY);
  absl::base_internal::SpinLockWake(word, true);
}

}  // namespace explorer::internal
