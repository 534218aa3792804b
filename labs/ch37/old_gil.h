// SPDX-License-Identifier: Apache-2.0
//
// The lock of CPython 2, 3.0 and 3.1.
//
// The holder counts its instructions. After each 100 of them it lets go, wakes
// one thread that waits, and takes the lock again at once: signal and hope. On
// one processor the one who was woken may get the lock. On two it wakes up on
// the other one, finds the lock taken again, and goes back to sleep, thousands
// of times a second. All that waking is why threads made programs slower.
//
//   ch37::OldGil gil;
//   ch37::OldGil gil({.check_interval = 1000});
//
// CPython 2 on Linux used a POSIX semaphore for the same; the lock here is the
// one for all other systems, a flag with a mutex and a condition.
//
// Sources: David Beazley, "Inside the Python GIL" (2009); Python/ceval.c and
// thread_pthread.h in CPython 2.7; sys.setcheckinterval.

#ifndef LABS_CH37_OLD_GIL_H_
#define LABS_CH37_OLD_GIL_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "labs/ch37/gil.h"

namespace ch37 {

class OldGil : public Gil {
 public:
  struct Options {
    int check_interval = 100;  // instructions, 1 or more
  };

  OldGil() : OldGil(Options()) {}
  explicit OldGil(const Options& options);

  void Acquire(GilThread& self) override;
  void Release(GilThread& self) override;
  void CheckPoint(GilThread& self) override;

  // How often a thread was woken and found the lock taken again.
  int64_t failed_wakeups() const;

 private:
  void WaitUntilFree(GilThread& self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Options options_;
  mutable absl::Mutex mu_;
  absl::CondVar released_;  // locked_ is false
  bool locked_ ABSL_GUARDED_BY(mu_) = false;
  int64_t last_holder_ ABSL_GUARDED_BY(mu_) = 0;  // an id; 0: nobody yet
  int64_t failed_wakeups_ ABSL_GUARDED_BY(mu_) = 0;
  // Instructions until the next check, of all threads together. Not guarded by
  // mu_ but by the lock that this is: only its holder counts.
  int ticker_;
};

}  // namespace ch37

#endif  // LABS_CH37_OLD_GIL_H_
