// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome OneSensorCounts(Student& student, Random& random) {
  std::vector<int64_t> values(random.Between(3, 6));
  for (int64_t& value : values) value = random.Between(-100, 100);
  const auto count = static_cast<int64_t>(values.size());
  return ExpectExplored(
      student.Ask(
          "add_all", {{"values", values}},
          absl::StrCat("one thread, Add() of ", Value(values).ToString())),
      {{"count", count},
       {"count_now", count},
       {"sum_now", std::accumulate(values.begin(), values.end(), int64_t{0})}});
}

Outcome TwoSensorsLoseNothing(Student& student, Random& random) {
  const int64_t readings = random.Between(1, 2);
  const int64_t value = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "sensors",
       .arguments = {{"sensors", 2}, {"readings", readings}, {"value", value}},
       .tried = absl::StrCat("2 threads, Add(", value, ")",
                             readings == 1 ? " once each" : " twice each")});
}

Outcome AReaderMayCountMeanwhile(Student& student, Random& random) {
  const int64_t value = random.Between(1, 100);
  return ExpectProved(student, random,
                      {.question = "reader",
                       .arguments = {{"value", value}, {"counts_only", true}},
                       .tried = "count() while another thread adds"});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "OneSensorCounts",
           .points = 10,
           .hint = 1,
           .run = OneSensorCounts},
          {.name = "TwoSensorsLoseNothing",
           .points = 30,
           .hint = 1,
           .run = TwoSensorsLoseNothing},
          {.name = "AReaderMayCountMeanwhile",
           .points = 20,
           .hint = 2,
           .run = AReaderMayCountMeanwhile}};
}

}  // namespace exercise
