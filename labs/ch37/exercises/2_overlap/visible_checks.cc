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

Outcome AllAreReadWhileTheCallerWorks(Student& student, Random& random) {
  const std::vector<int64_t> answers = {random.Between(1, 100),
                                        random.Between(101, 200)};
  return ExpectProved(student, random,
                      {.question = "together",
                       .arguments = {{"answers", answers}},
                       .tried = "2 devices that answer when both are being "
                                "read and the caller has gone on"});
}

Outcome GetGivesEachItsOwn(Student& student, Random& random) {
  const int64_t first = random.Between(1, 100);
  const int64_t second = random.Between(101, 200);
  return ExpectProved(
      student, random,
      {.question = "any_order",
       .arguments = {{"first", first}, {"second", second}},
       .tried =
           absl::StrCat("devices 0 and 1 that answer ", first, " and ", second,
                        "; ready(0), Get(1), Get(0), ready(0), Get(0)")});
}

Outcome ReadyNeverWaits(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "ready",
                       .arguments = {{"answer", random.Between(1, 100)}},
                       .tried = "ready(0), whereupon device 0 answers; Get(0), "
                                "ready(0)"});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "GetGivesEachItsOwn",
           .points = 20,
           .hint = 2,
           .run = GetGivesEachItsOwn},
          {.name = "AllAreReadWhileTheCallerWorks",
           .points = 25,
           .hint = 1,
           .run = AllAreReadWhileTheCallerWorks},
          {.name = "ReadyNeverWaits",
           .points = 15,
           .hint = 3,
           .run = ReadyNeverWaits}};
}

}  // namespace exercise
