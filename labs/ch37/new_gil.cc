// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/new_gil.h"

#include <cstdint>

#include "absl/log/check.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "labs/ch37/gil.h"

namespace ch37 {

NewGil::NewGil(const Options& options) : options_(options) {
  CHECK_GE(options.switch_interval, absl::ZeroDuration())
      << "a switch interval is 0 or more";
}

void NewGil::Acquire(GilThread& self) {
  absl::MutexLock lock(&mu_);
  if (locked_) WaitUntilFree(self);
  locked_ = true;
  drop_request_.store(false, std::memory_order_relaxed);
  if (last_holder_ == self.id()) {
    self.Note(lab::Activity::kRunning);
    return;
  }
  self.NoteSwitch();
  last_holder_ = self.id();
  ++switch_number_;
  CountSwitch();
  taken_.SignalAll();
}

void NewGil::WaitUntilFree(GilThread& self) {
  self.Note(lab::Activity::kWaiting);
  while (locked_) {
    const int64_t seen = switch_number_;
    const bool timed_out =
        released_.WaitWithTimeout(&mu_, options_.switch_interval);
    // Where somebody else got the lock meanwhile, that one is not asked before
    // it has had an interval of its own.
    if (timed_out && locked_ && switch_number_ == seen) {
      drop_request_.store(true, std::memory_order_relaxed);
    }
  }
}

void NewGil::Release(GilThread& self) {
  absl::MutexLock lock(&mu_);
  CHECK(locked_ && last_holder_ == self.id())
      << "a thread releases a lock that it does not hold";
  locked_ = false;
  released_.Signal();
  if (!options_.force_switch || !drop_requested()) return;
  // Who made the request still waits, so somebody will take the lock.
  while (last_holder_ == self.id()) taken_.Wait(&mu_);
}

void NewGil::CheckPoint(GilThread& self) {
  if (!drop_requested()) return;
  Release(self);
  Acquire(self);
}

}  // namespace ch37
