// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/exercises/5_gil/gil.h"

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace ch37 {

Gil::Gil(absl::Duration switch_interval)
    // BEGIN SOLUTION
    : switch_interval_(switch_interval) {}

void Gil::TakeWhenFree() {
  const absl::Condition is_free(this, &Gil::IsFree);
  if (!mutex_.AwaitWithTimeout(is_free, switch_interval_)) {
    ++requests_;
    mutex_.Await(is_free);
    --requests_;
  }
  held_ = true;
  ++turns_;
}
// STUB: {
// STUB:   static_cast<void>(switch_interval);  // Nobody asks yet.
// STUB: }
// END SOLUTION

void Gil::Acquire() {
  // BEGIN SOLUTION
  absl::MutexLock lock(&mutex_);
  TakeWhenFree();
  // STUB: // Everybody has it.
  // END SOLUTION
}

void Gil::Release() {
  // BEGIN SOLUTION
  absl::MutexLock lock(&mutex_);
  held_ = false;
  // END SOLUTION
}

void Gil::CheckPoint() {
  // BEGIN SOLUTION
  absl::MutexLock lock(&mutex_);
  if (requests_ == 0) return;
  held_ = false;
  const int64_t before = turns_;
  const auto taken = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return turns_ != before;
  };
  mutex_.Await(absl::Condition(&taken));
  TakeWhenFree();
  // END SOLUTION
}

void Gil::WithoutLock(absl::FunctionRef<void()> call) {
  // BEGIN SOLUTION
  Release();
  call();
  Acquire();
  // STUB: call();
  // END SOLUTION
}

bool Gil::switch_requested() const {
  // BEGIN SOLUTION
  absl::MutexLock lock(&mutex_);
  return requests_ > 0;
  // STUB: return false;
  // END SOLUTION
}

}  // namespace ch37
