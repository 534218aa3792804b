// SPDX-License-Identifier: Apache-2.0

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

Outcome FlushWaitsForTheSink(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  const auto flush = [&](const std::vector<std::string>& lines) {
    return ExpectProved(
        student, random,
        {.question = "flush",
         .arguments = {{"lines", lines}},
         .tried = absl::StrCat("Log(", absl::StrJoin(lines, "), Flush(), Log("),
                               "), Flush()")});
  };
  return FirstFailure({flush({first}), flush({first, second})});
}

Outcome NothingIsLostAtTheEnd(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  const auto end = [&](bool close, const char* what) {
    return ExpectProved(
        student, random,
        {.question = "end",
         .arguments = {{"first", first}, {"second", second}, {"close", close}},
         .tried = absl::StrCat("Log(", first, "), Log(", second, "), ", what)});
  };
  return FirstFailure({end(true, "Close(), Log(late), and the destructor"),
                       end(false, "and the destructor")});
}

Outcome ProducersKeepTheirOrder(Student& student, Random& random) {
  const std::string first = random.Word() + "1";
  const std::string second = random.Word() + "2";
  const std::string other = random.Word() + "3";
  return ExpectProved(
      student, random,
      {.question = "producers",
       .arguments = {{"other", other}, {"first", first}, {"second", second}},
       .tried =
           absl::StrCat("one thread does Log(", first, ") and Log(", second,
                        "), another one Log(", other, "); then Close()")});
}

Outcome NobodyWaitsForTheSink(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  return ExpectProved(
      student, random,
      {.question = "slow_sink",
       .arguments = {{"first", first}, {"second", second}},
       .tried = absl::StrCat("Log(", first, "), Log(", second,
                             "), Close(); the sink waits until the second "
                             "Log() has returned")});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "FlushWaitsForTheSink",
           .points = 15,
           .hint = 3,
           .run = FlushWaitsForTheSink},
          {.name = "NothingIsLostAtTheEnd",
           .points = 15,
           .hint = 2,
           .run = NothingIsLostAtTheEnd},
          {.name = "ProducersKeepTheirOrder",
           .points = 15,
           .hint = 1,
           .run = ProducersKeepTheirOrder},
          {.name = "NobodyWaitsForTheSink",
           .points = 15,
           .hint = 1,
           .run = NobodyWaitsForTheSink}};
}

}  // namespace exercise
