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

Outcome OneThreadAtATime(Student& student, Random& random) {
  const int64_t added = random.Between(1, 100);
  return ExpectProved(
      student, random,
      {.question = "sum",
       .arguments = {{"threads", 2}, {"rounds", 1}, {"added", added}},
       .tried = absl::StrCat("2 threads that add ", added,
                             " to a sum under the lock, once each")});
}

Outcome ABlockedThreadLetsOthersRun(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "blocking",
                       .arguments = {{"added", random.Between(1, 100)}},
                       .tried = "WithoutLock() of a call that blocks until "
                                "another thread has run under the lock"});
}

// Without a request there is nothing to serve.
Outcome ExpectRequests(Student& student, int64_t check_points) {
  return ExpectExplored(
      student.Ask("requests", {{"check_points", check_points}},
                  "one thread holds the lock, another one waits in Acquire(): "
                  "is there an order in which it requests a switch?"),
      {{"requested", true}});
}

Outcome WhoWaitsForAnIntervalAsks(Student& student, Random& random) {
  return ExpectRequests(student, random.Between(1, 2));
}

Outcome ARequestIsServedAtTheNextCheckPoint(Student& student, Random& random) {
  const int64_t check_points = random.Between(1, 2);
  return FirstFailure(
      {ExpectRequests(student, check_points),
       ExpectProved(
           student, random,
           {.question = "hand_over",
            .arguments = {{"check_points", check_points}},
            .tried = absl::StrCat(
                "a thread that holds the lock and does switch_requested(), "
                "CheckPoint()",
                check_points == 1 ? "" : ", twice",
                "; meanwhile another one does Acquire(), Release()")})});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "OneThreadAtATime",
           .points = 15,
           .hint = 1,
           .run = OneThreadAtATime},
          {.name = "ABlockedThreadLetsOthersRun",
           .points = 15,
           .hint = 1,
           .run = ABlockedThreadLetsOthersRun},
          {.name = "WhoWaitsForAnIntervalAsks",
           .points = 10,
           .hint = 2,
           .run = WhoWaitsForAnIntervalAsks},
          {.name = "ARequestIsServedAtTheNextCheckPoint",
           .points = 20,
           .hint = 3,
           .run = ARequestIsServedAtTheNextCheckPoint}};
}

}  // namespace exercise
