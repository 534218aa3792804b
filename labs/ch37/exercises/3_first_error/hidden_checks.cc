// SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"
#include "labs/ch37/exercises/3_first_error/expect_gathered.h"

namespace exercise {
namespace {

Outcome AllRunAtTheSameTime(Student& student, Random& random) {
  return ExpectGathered(student, random, {"fails", "returns", "throws"},
                        "NOT_FOUND", 0, /*meet=*/true);
}

Outcome ALaterErrorWaitsForAnEarlierException(Student& student,
                                              Random& random) {
  return ExpectGathered(student, random, {"throws", "fails"}, "INTERNAL", 0);
}

Outcome WhateverIsThrownIsAnError(Student& student, Random& random) {
  return ExpectGathered(student, random, {"returns", "throws a number"},
                        "UNKNOWN", 1);
}

Outcome NoJobsHaveNoValues(Student& student, Random&) {
  return student.Ask("no_jobs", {}, "Gather() of no jobs")
      .Expect({{"result", "the values []"}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "AllRunAtTheSameTime",
           .points = 15,
           .hint = 4,
           .run = AllRunAtTheSameTime},
          {.name = "ALaterErrorWaitsForAnEarlierException",
           .points = 10,
           .hint = 3,
           .run = ALaterErrorWaitsForAnEarlierException},
          {.name = "WhateverIsThrownIsAnError",
           .points = 10,
           .hint = 1,
           .run = WhateverIsThrownIsAnError},
          {.name = "NoJobsHaveNoValues",
           .points = 5,
           .hint = 4,
           .run = NoJobsHaveNoValues}};
}

}  // namespace exercise
