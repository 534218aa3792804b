// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exercises/1_lost_update/sensor_tally.h"

#include <cstdint>

#include "absl/synchronization/mutex.h"

namespace ch38 {

void SensorTally::Add(int64_t value) {
  // BEGIN SOLUTION
  absl::MutexLock add_lock(&mutex_);
  // STUB: // Two threads may be here at once.
  // END SOLUTION
  tally_.count += 1;
  tally_.sum += value;
}

int64_t SensorTally::count() const {
  // BEGIN SOLUTION
  absl::MutexLock count_lock(&mutex_);
  // END SOLUTION
  return tally_.count;
}

Tally SensorTally::Now() const {
  // BEGIN SOLUTION
  absl::MutexLock now_lock(&mutex_);
  // END SOLUTION
  return tally_;
}

}  // namespace ch38
