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

Outcome GetWaitsForNoOtherDevice(Student& student, Random& random) {
  const int64_t wanted = random.Between(0, 1);
  return ExpectProved(
      student, random,
      {.question = "no_other",
       .arguments = {{"wanted", wanted}, {"answer", random.Between(1, 100)}},
       .tried = absl::StrCat("Get(", wanted, "), whereupon device ", 1 - wanted,
                             " answers; Get(", 1 - wanted, ")")});
}

Outcome TheDestructorWaits(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "nobody_asks",
                       .arguments = {{"answer", random.Between(1, 100)}},
                       .tried = "2 devices, and nobody calls Get()"});
}

Outcome TwoThreadsMayAskForTheSame(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "two_ask",
                       .arguments = {{"answer", random.Between(1, 100)}},
                       .tried = "1 device, and 2 threads that call Get(0)"});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "GetWaitsForNoOtherDevice",
           .points = 15,
           .hint = 3,
           .run = GetWaitsForNoOtherDevice},
          {.name = "TheDestructorWaits",
           .points = 15,
           .hint = 4,
           .run = TheDestructorWaits},
          {.name = "TwoThreadsMayAskForTheSame",
           .points = 10,
           .hint = 3,
           .run = TwoThreadsMayAskForTheSame}};
}

}  // namespace exercise
