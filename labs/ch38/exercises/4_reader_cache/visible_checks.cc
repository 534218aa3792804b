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

Outcome OneThreadLoadsOnce(Student& student, Random& random) {
  const std::string a = "a" + random.Word();
  const std::string b = "b" + random.Word();
  const std::vector<std::string> names = {b, b, a, b, a};
  const std::string text_a = "text of " + a;
  const std::string text_b = "text of " + b;
  return ExpectExplored(
      student.Ask("one_thread", {{"names", names}, {"failures", 1}},
                  absl::StrCat("one thread gets ", absl::StrJoin(names, ", "),
                               "; the first load fails; then ForEach()")),
      {{"got",
        std::vector<std::string>{"error", text_b, text_a, text_b, text_a}},
       {"loaded", std::vector<std::string>{b, b, a}},
       {"looked at", std::vector<std::string>{a, b}},
       {"with", std::vector<std::string>{text_a, text_b}}});
}

Outcome TwoThreadsLoadOnce(Student& student, Random& random) {
  const std::string name = random.Word();
  return ExpectProved(student, random,
                      {.question = "same_page",
                       .arguments = {{"name", name}},
                       .tried = absl::StrCat("2 threads do Get(", name, ")")});
}

Outcome LoadsOfTwoPagesMeet(Student& student, Random& random) {
  const std::string first = "a" + random.Word();
  const std::string second = "b" + random.Word();
  return ExpectProved(
      student, random,
      {.question = "two_loads",
       .arguments = {{"first", first}, {"second", second}},
       .tried = absl::StrCat("2 threads do Get(", first, ") and Get(", second,
                             "), and neither load ends before both have "
                             "begun")});
}

Outcome TwoLookersMeet(Student& student, Random& random) {
  const std::string name = random.Word();
  return ExpectProved(
      student, random,
      {.question = "two_looks",
       .arguments = {{"name", name}},
       .tried = absl::StrCat(name,
                             " is there, 2 threads do ForEach(look), and "
                             "neither `look` ends before both have "
                             "begun")});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "OneThreadLoadsOnce",
           .points = 10,
           .hint = 4,
           .run = OneThreadLoadsOnce},
          {.name = "TwoThreadsLoadOnce",
           .points = 20,
           .hint = 2,
           .run = TwoThreadsLoadOnce},
          {.name = "LoadsOfTwoPagesMeet",
           .points = 15,
           .hint = 2,
           .run = LoadsOfTwoPagesMeet},
          {.name = "TwoLookersMeet",
           .points = 15,
           .hint = 1,
           .run = TwoLookersMeet}};
}

}  // namespace exercise
