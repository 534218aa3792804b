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

Outcome WhoWaitsForAnIntervalAsks(Student& student, Random& random) {
  return ExpectExplored(
      student.Ask("requests", {{"check_points", random.Between(1, 2)}},
                  "in any order of the steps: is a thread that waits in "
                  "Acquire() ever seen to request a switch?"),
      {{"requested", true}});
}

Outcome NobodyAsksNobodyGets(Student& student, Random& random) {
  return ExpectProved(
      student, random,
      {.question = "no_request",
       .arguments = {{"check_points", random.Between(1, 2)}},
       .tried = "CheckPoint() while another thread is in Acquire(), with a "
                "switch interval without end"});
}

Outcome TwoThatComputeTakeTurns(Student& student, Random& random) {
  const int64_t added = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "sum",
       .arguments = {{"threads", 2}, {"rounds", 2}, {"added", added}},
       .tried = absl::StrCat("2 threads that add ", added,
                             " to a sum under the lock, twice each, with a "
                             "CheckPoint() between")});
}

Outcome ThreeGetItInTheEnd(Student& student, Random& random) {
  const int64_t added = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "sum",
       .arguments = {{"threads", 3}, {"rounds", 1}, {"added", added}},
       .tried = absl::StrCat("3 threads that add ", added,
                             " to a sum under the lock, once each")});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "WhoWaitsForAnIntervalAsks",
           .points = 15,
           .hint = 2,
           .run = WhoWaitsForAnIntervalAsks},
          {.name = "NobodyAsksNobodyGets",
           .points = 10,
           .hint = 2,
           .run = NobodyAsksNobodyGets},
          {.name = "TwoThatComputeTakeTurns",
           .points = 10,
           .hint = 4,
           .run = TwoThatComputeTakeTurns},
          {.name = "ThreeGetItInTheEnd",
           .points = 5,
           .hint = 4,
           .run = ThreeGetItInTheEnd}};
}

}  // namespace exercise
