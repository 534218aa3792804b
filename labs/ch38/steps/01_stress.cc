// SPDX-License-Identifier: Apache-2.0

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "common/lab/demo.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/sensors.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {
namespace {

// What a counter lost when the same was done several times.
struct Stress {
  int64_t increments = 0;  // in all runs together
  int64_t lost = 0;
  int runs = 0;
  int wrong_runs = 0;
};

Stress StressRacyCounter(int sensors, int readings, int runs) {
  Stress stress = {.runs = runs};
  for (int run = 0; run < runs; ++run) {
    RacyCounter counter;
    const int64_t expected = int64_t{sensors} * readings;
    const int64_t lost = expected - CountReadings(counter, sensors, readings);
    stress.increments += expected;
    stress.lost += lost;
    if (lost != 0) ++stress.wrong_runs;
  }
  return stress;
}

}  // namespace

absl::Status StressStep(lab::Narrator& tell) {
  tell.Say(
      "The lecture's five sensors count into one counter, ten times over. It "
      "gave each 100000 readings; C++ is done with those before the last "
      "thread "
      "has begun, so here each has a million. Then the smallest program there "
      "is: two threads that count one reading each, 2000 times over.");
  tell.Translate("self.count += offset",
                 "const int64_t before = count_.load(relaxed);  // 1. read\n"
                 "const int64_t after = before + offset;        // 2. add\n"
                 "count_.store(after, relaxed);                 // 3. write");
  const Stress five = StressRacyCounter(5, 1'000'000, 10);
  const Stress two = StressRacyCounter(2, 1, 2000);
  tell.Output(absl::StrFormat(
      "                  lost    of increments   wrong    of runs\n"
      "five sensors  %8d %15d %7d %10d\n"
      "two threads   %8d %15d %7d %10d",
      five.lost, five.increments, five.wrong_runs, five.runs, two.lost,
      two.increments, two.wrong_runs, two.runs));
  tell.Notice(
      "Both have the same bug. How often it shows is luck: other figures in "
      "each run and on each machine, and hardly any where the threads meet "
      "only "
      "once. A test of the second kind passes, mostly, and proves nothing.");
  return absl::OkStatus();
}

}  // namespace ch38
