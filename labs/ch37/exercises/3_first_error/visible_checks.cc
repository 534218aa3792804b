// SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "labs/ch37/exercises/3_first_error/expect_gathered.h"

namespace exercise {
namespace {

Outcome ValuesComeInOrder(Student& student, Random& random) {
  return ExpectGathered(student, random, {"returns", "returns", "returns"},
                        "OK");
}

Outcome TheFirstErrorByNumberIsKept(Student& student, Random& random) {
  return ExpectGathered(student, random, {"returns", "fails", "is refused"},
                        "NOT_FOUND", 1);
}

Outcome AnExceptionIsAnError(Student& student, Random& random) {
  return ExpectGathered(student, random, {"throws", "returns"}, "INTERNAL", 0);
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "ValuesComeInOrder",
           .points = 20,
           .hint = 2,
           .run = ValuesComeInOrder},
          {.name = "TheFirstErrorByNumberIsKept",
           .points = 25,
           .hint = 3,
           .run = TheFirstErrorByNumberIsKept},
          {.name = "AnExceptionIsAnError",
           .points = 15,
           .hint = 1,
           .run = AnExceptionIsAnError}};
}

}  // namespace exercise
