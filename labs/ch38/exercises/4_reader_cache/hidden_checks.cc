// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome AHitWaitsForNoLoad(Student& student, Random& random) {
  const std::string known = "a" + random.Word();
  const std::string slow = "b" + random.Word();
  return ExpectProved(
      student, random,
      {.question = "hit_during_load",
       .arguments = {{"known", known}, {"slow", slow}},
       .tried = absl::StrCat(known, " is there; the load for Get(", slow,
                             ") lasts until another thread has done Get(",
                             known, ") and ForEach()")});
}

Outcome AHitWaitsForNoLooker(Student& student, Random& random) {
  const std::string name = random.Word();
  return ExpectProved(
      student, random,
      {.question = "hit_during_look",
       .arguments = {{"name", name}},
       .tried = absl::StrCat(name,
                             " is there; in ForEach(look), `look` lasts "
                             "until another thread has done Get(",
                             name, ")")});
}

Outcome NothingIsAddedWhileOneLooks(Student& student, Random& random) {
  const std::string known = "a" + random.Word();
  const std::string added = "b" + random.Word();
  return ExpectProved(
      student, random,
      {.question = "miss_during_look",
       .arguments = {{"known", known}, {"added", added}},
       .tried = absl::StrCat(known,
                             " is there: ForEach() while another thread "
                             "does Get(",
                             added, ")")});
}

Outcome AFailureIsForThoseWhoWait(Student& student, Random& random) {
  const std::string name = random.Word();
  return ExpectProved(
      student, random,
      {.question = "failure",
       .arguments = {{"name", name}},
       .tried = absl::StrCat("2 threads do Get(", name,
                             "), the first load fails, later ones don't; then "
                             "Get(",
                             name, ") again")});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "AHitWaitsForNoLoad",
           .points = 10,
           .hint = 2,
           .run = AHitWaitsForNoLoad},
          {.name = "AHitWaitsForNoLooker",
           .points = 10,
           .hint = 1,
           .run = AHitWaitsForNoLooker},
          {.name = "NothingIsAddedWhileOneLooks",
           .points = 10,
           .hint = 1,
           .run = NothingIsAddedWhileOneLooks},
          {.name = "AFailureIsForThoseWhoWait",
           .points = 10,
           .hint = 4,
           .run = AFailureIsForThoseWhoWait}};
}

}  // namespace exercise
