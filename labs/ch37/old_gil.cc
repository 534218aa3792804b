// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/old_gil.h"

#include <cstdint>

#include "absl/log/check.h"
#include "absl/synchronization/mutex.h"
#include "labs/ch37/gil.h"

namespace ch37 {

OldGil::OldGil(const Options& options)
    : options_(options), ticker_(options.check_interval) {
  CHECK_GE(options.check_interval, 1) << "a check interval is 1 or more";
}

void OldGil::Acquire(GilThread& self) {
  absl::MutexLock lock(&mu_);
  if (locked_) WaitUntilFree(self);
  locked_ = true;
  if (last_holder_ == self.id()) {
    self.Note(lab::Activity::kRunning);
    return;
  }
  self.NoteSwitch();
  last_holder_ = self.id();
  CountSwitch();
}

void OldGil::WaitUntilFree(GilThread& self) {
  self.Note(lab::Activity::kWaiting);
  for (;;) {
    released_.Wait(&mu_);
    if (!locked_) return;
    ++failed_wakeups_;
  }
}

void OldGil::Release(GilThread& self) {
  {
    absl::MutexLock lock(&mu_);
    CHECK(locked_ && last_holder_ == self.id())
        << "a thread releases a lock that it does not hold";
    locked_ = false;
  }
  // Outside of mu_: who wakes up need not wait for us once more.
  released_.Signal();
}

void OldGil::CheckPoint(GilThread& self) {
  if (--ticker_ > 0) return;
  ticker_ = options_.check_interval;
  Release(self);
  Acquire(self);
}

int64_t OldGil::failed_wakeups() const {
  absl::MutexLock lock(&mu_);
  return failed_wakeups_;
}

}  // namespace ch37
