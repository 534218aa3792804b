// SPDX-License-Identifier: Apache-2.0
//
// StdLockedCounter: LockedCounter (counters.h) with the standard library's
// lock, for the bench to compare the two.
//
//   ch38::StdLockedCounter counter;
//   counter.Increment(1);
//
// std::mutex has no annotations here, so Clang does not check who holds it: one
// reason to take absl::Mutex. Others are conditions, and hooks that tell who
// waits.
//
// Thread safety: every member function may be called from any thread at any
// time. There are no errors.

#ifndef LABS_CH38_STD_LOCKED_COUNTER_H_
#define LABS_CH38_STD_LOCKED_COUNTER_H_

#include <cstdint>
#include <mutex>

namespace ch38 {

class StdLockedCounter {
 public:
  void Increment(int64_t offset) {
    std::lock_guard<std::mutex> lock(mutex_);
    count_ += offset;
  }

  int64_t value() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return count_;
  }

 private:
  mutable std::mutex mutex_;
  int64_t count_ = 0;  // guarded by mutex_
};

}  // namespace ch38

#endif  // LABS_CH38_STD_LOCKED_COUNTER_H_
