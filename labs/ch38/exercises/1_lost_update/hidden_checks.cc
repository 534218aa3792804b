// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome CountAndSumAreOfOneMoment(Student& student, Random& random) {
  const int64_t value = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "reader",
       .arguments = {{"value", value}, {"counts_only", false}},
       .tried = absl::StrCat("Now() while another thread does Add(", value,
                             ") twice")});
}

Outcome ThreeSensorsLoseNothing(Student& student, Random& random) {
  const int64_t value = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "sensors",
       .arguments = {{"sensors", 3}, {"readings", 1}, {"value", value}},
       .tried = absl::StrCat("3 threads, Add(", value, ") once each")});
}

// What is too much to explore: many steps, and values of all sizes.
Outcome ManySensorsRaceForNothing(Student& student, Random& random) {
  const int64_t readings = random.Between(500, 1000);
  const int64_t value = random.Between(1'000'000, 2'000'000);
  return student
      .Ask("sensors",
           {{"sensors", 5}, {"readings", readings}, {"value", value}},
           absl::StrCat("5 threads, Add(", value, ") ", readings,
                        " times each, while another one looks"))
      .Expect({{"count", 5 * readings}, {"sum", 5 * readings * value}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "CountAndSumAreOfOneMoment",
           .points = 20,
           .hint = 3,
           .run = CountAndSumAreOfOneMoment},
          {.name = "ThreeSensorsLoseNothing",
           .points = 10,
           .hint = 1,
           .run = ThreeSensorsLoseNothing},
          {.name = "ManySensorsRaceForNothing",
           .points = 10,
           .hint = 2,
           .race = true,
           .run = ManySensorsRaceForNothing}};
}

}  // namespace exercise
