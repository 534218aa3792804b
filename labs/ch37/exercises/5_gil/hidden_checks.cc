// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

// Without a request there is nothing to serve.
Outcome ExpectRequests(Student& student, int64_t check_points) {
  return ExpectExplored(
      student.Ask("requests", {{"check_points", check_points}},
                  "one thread holds the lock, another one waits in Acquire(): "
                  "is there an order in which it requests a switch?"),
      {{"requested", true}});
}

Outcome NobodyAsksNobodyGets(Student& student, Random& random) {
  const int64_t check_points = random.Between(1, 2);
  return FirstFailure(
      {ExpectRequests(student, check_points),
       ExpectProved(student, random,
                    {.question = "no_request",
                     .arguments = {{"check_points", check_points}},
                     .tried = "CheckPoint() while another thread is in "
                              "Acquire(), with a switch interval without "
                              "end"})});
}

Outcome TwoThatComputeTakeTurns(Student& student, Random& random) {
  const int64_t added = random.Between(1, 100);
  const std::string tried = absl::StrCat(
      "2 threads that add ", added,
      " to a sum under the lock, twice each, with a CheckPoint() between");
  return FirstFailure(
      {ExpectExplored(
           student.Ask("switches", {{"added", added}},
                       absl::StrCat(tried,
                                    ": is there an order in which the "
                                    "lock is handed over there?")),
           {{"switched", true}}),
       ExpectProved(
           student, random,
           {.question = "sum",
            .arguments = {{"threads", 2}, {"rounds", 2}, {"added", added}},
            .tried = tried})});
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
  return {{.name = "NobodyAsksNobodyGets",
           .points = 15,
           .hint = 2,
           .run = NobodyAsksNobodyGets},
          {.name = "TwoThatComputeTakeTurns",
           .points = 20,
           .hint = 4,
           .run = TwoThatComputeTakeTurns},
          {.name = "ThreeGetItInTheEnd",
           .points = 5,
           .hint = 4,
           .run = ThreeGetItInTheEnd}};
}

}  // namespace exercise
