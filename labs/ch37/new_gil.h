// SPDX-License-Identifier: Apache-2.0
//
// The lock of CPython 3.2 and later.
//
// Nobody lets go as long as nobody else waits. Who waits does so for the switch
// interval; if the lock has not changed hands by then, he sets the drop
// request. The holder sees it at its next check point and lets go. Then comes
// the forced switch: the one who let go waits until another thread has really
// got the lock, or it would often take it back before the other one is awake.
//
//   ch37::NewGil gil;                                      // 5 ms
//   ch37::NewGil gil({.switch_interval = absl::Milliseconds(1)});
//
// CPython guards the forced switch by a second mutex. One is enough here.
//
// Sources: Antoine Pitrou's account on python-dev (October 2009) and in
// Python/ceval_gil.h; sys.setswitchinterval.

#ifndef LABS_CH37_NEW_GIL_H_
#define LABS_CH37_NEW_GIL_H_

#include <atomic>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "labs/ch37/gil.h"

namespace ch37 {

class NewGil : public Gil {
 public:
  struct Options {
    // How long a thread waits before it asks; 0 or more. Infinite: never asks.
    absl::Duration switch_interval = absl::Milliseconds(5);
    // Whether who was asked waits until another thread has got the lock.
    bool force_switch = true;
  };

  NewGil() : NewGil(Options()) {}
  explicit NewGil(const Options& options);

  void Acquire(GilThread& self) override;
  void Release(GilThread& self) override;
  void CheckPoint(GilThread& self) override;

  // Whether somebody has waited for the switch interval and wants the lock.
  bool drop_requested() const {
    return drop_request_.load(std::memory_order_relaxed);
  }

 private:
  void WaitUntilFree(GilThread& self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Options options_;
  absl::Mutex mu_;
  absl::CondVar released_;  // locked_ is false
  absl::CondVar taken_;     // last_holder_ has changed
  bool locked_ ABSL_GUARDED_BY(mu_) = false;
  int64_t last_holder_ ABSL_GUARDED_BY(mu_) = 0;    // an id; 0: nobody yet
  int64_t switch_number_ ABSL_GUARDED_BY(mu_) = 0;  // changes of last_holder_
  // Written under mu_, read by the holder at each check point without it.
  std::atomic<bool> drop_request_ = false;
};

}  // namespace ch37

#endif  // LABS_CH37_NEW_GIL_H_
