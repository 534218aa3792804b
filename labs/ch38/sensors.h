// SPDX-License-Identifier: Apache-2.0
//
// The lecture's sensors: several threads that count into one counter.
//
//   ch38::LockedCounter counter;
//   ch38::CountReadings(counter, /*sensors=*/5, /*readings=*/100'000);
//   // 500'000, in every run. With RacyCounter: at most that.
//
// Thread safety: starts its own threads and ends them before it returns.

#ifndef LABS_CH38_SENSORS_H_
#define LABS_CH38_SENSORS_H_

#include <cstdint>

#include "absl/log/absl_check.h"
#include "labs/ch38/together.h"

namespace ch38 {

// Runs `sensors` threads (at least 1), each of which increments `counter` by 1
// `readings` times (0 or more), and returns the counter's value at the end.
// `Counter` is any of counters.h. Numbers out of bounds end the program with a
// message.
template <typename Counter>
int64_t CountReadings(Counter& counter, int sensors, int readings) {
  ABSL_CHECK_GE(sensors, 1) << "CountReadings: needs at least 1 sensor";
  ABSL_CHECK_GE(readings, 0) << "CountReadings: readings can't be negative";
  Together(sensors, [&](int) {
    for (int reading = 0; reading < readings; ++reading) counter.Increment(1);
  });
  return counter.value();
}

}  // namespace ch38

#endif  // LABS_CH38_SENSORS_H_
