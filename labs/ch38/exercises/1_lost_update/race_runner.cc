// SPDX-License-Identifier: Apache-2.0
//
// Puts SensorTally through real threads, watched by ThreadSanitizer.

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

#include "common/exercise/runner.h"
#include "common/exercise/values.h"
#include "labs/ch38/exercises/1_lost_update/sensor_tally.h"

namespace {

using ::exercise::Values;

// `sensors` threads add `value`, `readings` times each, while this one looks.
Values Sensors(const Values& ask) {
  const int64_t readings = ask.Int("readings");
  const int64_t value = ask.Int("value");
  ch38::SensorTally tally;
  std::vector<std::thread> threads;
  for (int64_t i = 0; i < ask.Int("sensors"); ++i) {
    threads.emplace_back([&] {
      for (int64_t j = 0; j < readings; ++j) tally.Add(value);
    });
  }
  int64_t most = 0;
  for (int64_t i = 0; i < readings; ++i) {
    most = std::max(most, tally.Now().count);
  }
  for (std::thread& thread : threads) thread.join();
  most = std::max(most, tally.count());
  return {{"count", most}, {"sum", tally.Now().sum}};
}

}  // namespace

int main() { return exercise::AnswerQuestions({{"sensors", Sensors}}); }
