// SPDX-License-Identifier: Apache-2.0
//
// A counter that has a lock and forgets to take it. Not part of any program:
// compilers_test and the demo give it to Clang, which must refuse it.
//
//   clang++ -std=c++20 -fsyntax-only -Wthread-safety -Werror forgotten_lock.cc

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Counter {
 public:
  void Increment(int64_t offset) {
    count_ += offset;  // without the lock
  }

  int64_t value() const {
    absl::MutexLock lock(&mu_);
    return count_;
  }

 private:
  mutable absl::Mutex mu_;
  int64_t count_ ABSL_GUARDED_BY(mu_) = 0;
};

int64_t CountTwice() {
  Counter counter;
  counter.Increment(1);
  counter.Increment(1);
  return counter.value();
}
