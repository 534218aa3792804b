// SPDX-License-Identifier: Apache-2.0
//
// A place for one reading: one thread brings it, another waits for it.
//
//   ch38::ReadingSlot slot;
//   std::thread sensor([&] { slot.Put(42); });
//   int64_t reading = slot.Take();  // Waits until it is there.
//
// ReadingSlot names the condition it waits for. ForgetfulSlot waits for a
// signal, and now and then misses it: signals are not kept for those who come
// late. It is there to be looked at.
//
// Thread safety: every member function may be called from any thread at any
// time. Errors: none; a second Put() before a Take() replaces the reading.
//
// Source: Hoare, "Monitors: an operating system structuring concept" (1974);
// Birrell, "An introduction to programming with threads" (1989), for the loop
// around each wait.

#ifndef LABS_CH38_READING_SLOT_H_
#define LABS_CH38_READING_SLOT_H_

#include <cstdint>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

class ReadingSlot {
 public:
  void Put(int64_t reading) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    reading_ = reading;
  }

  // Waits until there is a reading, and takes it out.
  int64_t Take() ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_, absl::Condition(this, &ReadingSlot::HasReading));
    const int64_t reading = *reading_;
    reading_.reset();
    return reading;
  }

 private:
  bool HasReading() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return reading_.has_value();
  }

  absl::Mutex mu_;
  std::optional<int64_t> reading_ ABSL_GUARDED_BY(mu_);
};

class ForgetfulSlot {
 public:
  void Put(int64_t reading) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    reading_ = reading;
    arrived_.Signal();
  }

  // As ReadingSlot::Take(), but whoever puts a reading between the look and
  // the wait signals to nobody, and then the wait has no end.
  int64_t Take() ABSL_LOCKS_EXCLUDED(mu_) {
    const bool must_wait = IsEmpty();  // takes the lock, and lets it go
    absl::MutexLock lock(&mu_);
    if (must_wait) arrived_.Wait(&mu_);
    const int64_t reading = reading_.value_or(0);
    reading_.reset();
    return reading;
  }

 private:
  bool IsEmpty() const ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return !reading_.has_value();
  }

  mutable absl::Mutex mu_;
  absl::CondVar arrived_;
  std::optional<int64_t> reading_ ABSL_GUARDED_BY(mu_);
};

}  // namespace ch38

#endif  // LABS_CH38_READING_SLOT_H_
