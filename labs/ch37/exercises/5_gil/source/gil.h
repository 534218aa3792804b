// SPDX-License-Identifier: Apache-2.0
//
// A global interpreter lock with a switch request, as CPython has had it since
// 3.2: who waits asks the holder, and the holder hands over at a check point.
//
//   gil.Acquire();
//   for (...) {                                 // the interpreter's loop
//     gil.CheckPoint();
//     Execute(instruction);
//   }
//   gil.WithoutLock([&] { read(...); });        // others run meanwhile
//   gil.Release();
//
// Thread safety: any number of threads. Release(), CheckPoint() and
// WithoutLock() are called by the thread that holds the lock, Acquire() by one
// that doesn't. See task.md.

#ifndef LABS_CH37_EXERCISES_5_GIL_GIL_H_
#define LABS_CH37_EXERCISES_5_GIL_GIL_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace ch37 {

class Gil {
 public:
  // Nobody holds it. `switch_interval`, more than 0, is how long a thread waits
  // before it asks; absl::InfiniteDuration(): it never asks.
  explicit Gil(absl::Duration switch_interval);
  Gil(const Gil&) = delete;
  Gil& operator=(const Gil&) = delete;

  // Waits until the calling thread holds the lock. A thread that has waited for
  // the switch interval requests a switch, once, and waits on without a
  // time-out. Its request stands until it holds the lock.
  void Acquire();

  // Lets go of the lock.
  void Release();

  // Without a request: returns, and nobody else had the lock meanwhile. With
  // one: lets go, waits until another thread has taken the lock, and then until
  // it holds it again, as Acquire() does.
  void CheckPoint();

  // Calls `call`, which may block, without the lock; then takes it again.
  void WithoutLock(absl::FunctionRef<void()> call);

  // Whether a thread that waits has requested a switch.
  bool switch_requested() const;

 private:
  // BEGIN SOLUTION
  void TakeWhenFree() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsFree() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !held_; }

  const absl::Duration switch_interval_;
  mutable absl::Mutex mutex_;
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  // How many threads have asked, and wait.
  int requests_ ABSL_GUARDED_BY(mutex_) = 0;
  // How often the lock was taken.
  int64_t turns_ ABSL_GUARDED_BY(mutex_) = 0;
  // STUB: // What is private is yours.
  // END SOLUTION
};

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_5_GIL_GIL_H_
