// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

// Different from each other, and in no order.
std::vector<int64_t> SomeItems(Random& random, int64_t count) {
  std::vector<int64_t> items;
  for (int64_t i = 0; i < count; ++i) {
    items.push_back(10 * random.Between(1, 99) + i);
  }
  return items;
}

Outcome ItemsAreHandledInOrder(Student& student, Random& random) {
  const std::vector<int64_t> items = SomeItems(random, 2);
  return ExpectProved(
      student, random,
      {.question = "in_order",
       .arguments = {{"items", items}},
       .tried = absl::StrCat("Submit() of ", absl::StrJoin(items, ", "),
                             ", and Stop() when both have been handled")});
}

Outcome AWorkerThatWaitsWakesUp(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "idle",
                       .arguments = {{"by_destructor", false}},
                       .tried = "Stop(), twice, of a worker without items"});
}

Outcome NothingIsLost(Student& student, Random& random) {
  const std::vector<int64_t> items = SomeItems(random, 2);
  return ExpectProved(
      student, random,
      {.question = "any_moment",
       .arguments = {{"items", items}},
       .tried = absl::StrCat("Submit() of ", absl::StrJoin(items, ", "),
                             ", then Stop(); meanwhile another thread calls "
                             "RequestStop()")});
}

Outcome NoItemIsBegunAfterTheRequest(Student& student, Random& random) {
  const std::vector<int64_t> items = SomeItems(random, 3);
  return ExpectProved(
      student, random,
      {.question = "from_within",
       .arguments = {{"items", items}},
       .tried = absl::StrCat("Submit() of ", absl::StrJoin(items, ", "),
                             "; handle calls RequestStop() during item ",
                             items[0], ", then Stop()")});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {
      {.name = "AWorkerThatWaitsWakesUp",
       .points = 15,
       .hint = 1,
       .run = AWorkerThatWaitsWakesUp},
      {.name = "ItemsAreHandledInOrder",
       .points = 10,
       .hint = 1,
       .run = ItemsAreHandledInOrder},
      {.name = "NoItemIsBegunAfterTheRequest",
       .points = 15,
       .hint = 2,
       .run = NoItemIsBegunAfterTheRequest},
      {.name = "NothingIsLost", .points = 20, .hint = 3, .run = NothingIsLost}};
}

}  // namespace exercise
