// SPDX-License-Identifier: Apache-2.0
//
// What several sensors have read: how many readings, and their sum.
//
//   ch38::SensorTally tally;
//   tally.Add(7);                     // from each sensor's thread
//   ch38::Tally now = tally.Now();    // from any thread
//
// Thread safety: every member function may be called from any thread at any
// time. See task.md.

#ifndef LABS_CH38_EXERCISES_1_LOST_UPDATE_SENSOR_TALLY_H_
#define LABS_CH38_EXERCISES_1_LOST_UPDATE_SENSOR_TALLY_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

struct Tally {
  int64_t count = 0;  // of readings
  int64_t sum = 0;    // of their values
};

class SensorTally {
 public:
  // Counts one more reading, and adds its value to the sum.
  void Add(int64_t value);

  // How many readings there are.
  int64_t count() const;

  // Count and sum of one and the same moment.
  Tally Now() const;

 private:
  // BEGIN SOLUTION
  mutable absl::Mutex mutex_;
  Tally tally_ ABSL_GUARDED_BY(mutex_);
  // STUB: Tally tally_;
  // END SOLUTION
};

}  // namespace ch38

#endif  // LABS_CH38_EXERCISES_1_LOST_UPDATE_SENSOR_TALLY_H_
