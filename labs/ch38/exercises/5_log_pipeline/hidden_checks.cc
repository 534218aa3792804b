// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome WhatHasCollectedGoesInOneCall(Student& student, Random& random) {
  const std::vector<std::string> lines = {
      random.Word() + "1", random.Word() + "2", random.Word() + "3"};
  return ExpectProved(
      student, random,
      {.question = "batch",
       .arguments = {{"lines", lines}},
       .tried = absl::StrCat("Log() of ", absl::StrJoin(lines, ", "),
                             "; the sink is in its first call until all three "
                             "are logged")});
}

Outcome ALogBesideCloseTellsTheTruth(Student& student, Random& random) {
  const std::string line = random.Word();
  return ExpectProved(student, random,
                      {.question = "log_beside_close",
                       .arguments = {{"line", line}},
                       .tried = absl::StrCat("Close() while another thread "
                                             "does Log(",
                                             line, ")")});
}

Outcome TwoMayCloseAtOnce(Student& student, Random& random) {
  const std::string line = random.Word();
  return ExpectProved(
      student, random,
      {.question = "two_closes",
       .arguments = {{"line", line}},
       .tried = absl::StrCat("Log(", line, "), then two threads do Close()")});
}

// What is too much to explore: many lines, and many of them waiting.
Outcome ManyProducersRaceForNothing(Student& student, Random& random) {
  const int64_t lines = random.Between(300, 600);
  return student
      .Ask("many", {{"lines", lines}},
           absl::StrCat("Log() ", lines + 1, " times, then 4 threads do Log() ",
                        lines, " times and Flush() each; then Close()"))
      .Expect({{"lines", 5 * lines + 1},
               {"lines out of order", 0},
               {"lines missing after Flush()", 0}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "WhatHasCollectedGoesInOneCall",
           .points = 10,
           .hint = 1,
           .run = WhatHasCollectedGoesInOneCall},
          {.name = "ALogBesideCloseTellsTheTruth",
           .points = 10,
           .hint = 2,
           .run = ALogBesideCloseTellsTheTruth},
          {.name = "TwoMayCloseAtOnce",
           .points = 10,
           .hint = 4,
           .run = TwoMayCloseAtOnce},
          {.name = "ManyProducersRaceForNothing",
           .points = 10,
           .hint = 1,
           .race = true,
           .run = ManyProducersRaceForNothing}};
}

}  // namespace exercise
