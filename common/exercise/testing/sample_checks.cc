// SPDX-License-Identifier: Apache-2.0
//
// The checks of an exercise for tests, and what its BUILD file would say. Its
// runner has a question "twice"; see sample_solution.cc.

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/exercise/check.h"
#include "common/exercise/info.h"
#include "common/exercise/random.h"

namespace exercise {
namespace {

Outcome Doubles(Student& student, Random& random) {
  const int64_t number = random.Between(1, 100);
  return student.Ask("twice", {{"number", number}})
      .Expect({{"result", 2 * number}});
}

Outcome DoublesNegatives(Student& student, Random& random) {
  const int64_t number = random.Between(-100, -1);
  return student.Ask("twice", {{"number", number}})
      .Expect({{"result", 2 * number}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "Doubles", .points = 60, .hint = 1, .run = Doubles}};
}

std::vector<Check> HiddenChecks() {
  return {
      {.name = "DoublesNegatives",
       .points = 40,
       .hint = 2,
       .run = DoublesNegatives},
      // Where there is no race runner it is skipped.
      {.name = "Races", .points = 10, .hint = 2, .race = true, .run = Doubles}};
}

absl::string_view ThisExerciseJson() {
  return R"({"id": "ch00/1", "title": "Twice", "package": "labs/ch00/1_twice",
             "minutes": 5, "points": 110, "files": ["twice.cc"],
             "hints": ["Two times a number is ...", "Numbers have a sign."]})";
}

}  // namespace exercise
