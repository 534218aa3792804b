// SPDX-License-Identifier: Apache-2.0
//
// What exact counting costs: three counters that lose nothing, from 1 to 8
// threads. Every run checks its total.
//
//   bazel run //labs/ch38:bench

#include "common/lab/bench.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/sensors.h"

namespace {

constexpr int kReadings = 200'000;

template <typename Counter>
absl::Status CountExactly(int sensors) {
  Counter counter;
  const int64_t total = ch38::CountReadings(counter, sensors, kReadings);
  const int64_t expected = int64_t{sensors} * kReadings;
  if (total == expected) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("counted ", total, " of ", expected, " readings"));
}

template <typename Counter>
lab::Way CountWith(const std::string& name, int sensors) {
  return {name, [=] { return CountExactly<Counter>(sensors); }};
}

}  // namespace

int main(int argc, char** argv) {
  lab::Bench bench("Chapter 38: what exact counting costs");
  for (int sensors : {1, 2, 4, 8}) {
    bench.Compare(absl::StrCat(sensors, sensors == 1 ? " thread" : " threads"),
                  {CountWith<ch38::LockedCounter>("locked", sensors),
                   CountWith<ch38::AtomicCounter>("atomic", sensors),
                   CountWith<ch38::ShardedCounter>("sharded", sensors)});
  }
  return bench.Main(argc, argv);
}
