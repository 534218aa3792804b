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

Outcome ALongItemSeesTheRequest(Student& student, Random& random) {
  const int64_t item = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "long_item",
       .arguments = {{"items",
                      std::vector<int64_t>{item, item + random.Between(1, 9)}}},
       .tried =
           "2 items; during the first one RequestStop() is called, Submit() "
           "of one more, and then stop_requested() by handle"});
}

Outcome TheDestructorWakesAWorkerThatWaits(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "idle",
                       .arguments = {{"by_destructor", true}},
                       .tried = "the destructor of a worker without items"});
}

Outcome TheDestructorWaitsForAnItem(Student& student, Random& random) {
  return ExpectProved(
      student, random,
      {.question = "destructor",
       .arguments = {{"item", random.Between(1, 100)}},
       .tried = "the destructor while an item is being handled"});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "ALongItemSeesTheRequest",
           .points = 20,
           .hint = 4,
           .run = ALongItemSeesTheRequest},
          {.name = "TheDestructorWakesAWorkerThatWaits",
           .points = 10,
           .hint = 1,
           .run = TheDestructorWakesAWorkerThatWaits},
          {.name = "TheDestructorWaitsForAnItem",
           .points = 10,
           .hint = 3,
           .run = TheDestructorWaitsForAnItem}};
}

}  // namespace exercise
