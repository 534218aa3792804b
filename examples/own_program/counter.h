// SPDX-License-Identifier: Apache-2.0
//
// Counter counts for many threads.
//
// Thread safety: safe.

#ifndef COUNTER_H_
#define COUNTER_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Counter {
 public:
  void Increment() {
    absl::MutexLock lock(&mutex_);
    ++count_;
  }

  int count() const {
    absl::MutexLock lock(&mutex_);
    return count_;
  }

 private:
  mutable absl::Mutex mutex_;
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // COUNTER_H_
