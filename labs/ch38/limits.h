// SPDX-License-Identifier: Apache-2.0
//
// SharedLimits: between which values a sensor is well. Every reading is held
// against them, and now and then somebody sets them anew: many readers, few
// writers.
//
//   ch38::SharedLimits limits;
//   limits.Set({.low = 10, .high = 20});
//   limits.Read([&](const ch38::Limits& now) { ok = now.Contains(reading); });
//
// Both numbers must come from one Set(): with the low one of now and the high
// one of before, no reading may be within them at all.
//
// Read() holds the lock as a reader: other readers may come in, writers wait.
// That pays when readers stay inside for long. To come and go, a reader has to
// write to the lock all the same, and pays as much as who locks it alone.
//
// Thread safety: every member function may be called from any thread at any
// time, but not from within `look`. Errors: none.
//
// Source: Courtois, Heymans, Parnas, "Concurrent control with readers and
// writers" (1971).

#ifndef LABS_CH38_LIMITS_H_
#define LABS_CH38_LIMITS_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

struct Limits {
  int64_t low = 0;
  int64_t high = 0;  // not less than `low`

  bool Contains(int64_t reading) const {
    return low <= reading && reading <= high;
  }
};

class SharedLimits {
 public:
  void Set(const Limits& limits) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::WriterMutexLock lock(&mu_);
    limits_ = limits;
  }

  // Calls `look` with the limits, which stay as they are meanwhile. Other
  // threads may look at the same time.
  void Read(absl::FunctionRef<void(const Limits&)> look) const
      ABSL_LOCKS_EXCLUDED(mu_) {
    absl::ReaderMutexLock lock(&mu_);
    look(limits_);
  }

  // The same, but one thread at a time.
  void ReadAlone(absl::FunctionRef<void(const Limits&)> look) const
      ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    look(limits_);
  }

 private:
  mutable absl::Mutex mu_;
  Limits limits_ ABSL_GUARDED_BY(mu_);
};

}  // namespace ch38

#endif  // LABS_CH38_LIMITS_H_
