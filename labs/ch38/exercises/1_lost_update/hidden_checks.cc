// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"

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

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "CountAndSumAreOfOneMoment",
           .points = 25,
           .hint = 3,
           .run = CountAndSumAreOfOneMoment},
          {.name = "ThreeSensorsLoseNothing",
           .points = 15,
           .hint = 1,
           .run = ThreeSensorsLoseNothing}};
}

}  // namespace exercise
