// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

using Words = std::vector<std::string>;

Words RandomWords(Random& random, int64_t count) {
  Words words;
  for (int64_t i = 0; i < count; ++i) words.push_back(random.Word());
  return words;
}

// With a child that says each of `words`, waiting after each until a step lets
// it go on, and then says `last` and ends.
Answer Converse(Student& student, const Words& words, const std::string& last,
                int64_t exit_code) {
  return student.Ask(
      "Converse",
      {{"program", student.Program("CHILD")},
       {"words", words},
       {"last", last},
       {"exit_code", exit_code}},
      absl::StrCat("a child that says ", absl::StrJoin(words, ", then "),
                   ", each time waiting until a step has heard that, and then "
                   "says ",
                   last, " and ends with exit code ", exit_code));
}

Outcome EachStepHearsTheNews(Student& student, Random& random) {
  const Words words = RandomWords(random, random.Between(2, 4));
  return Converse(student, words, random.Word(), 0)
      .Expect({{"error", ""}, {"news", words}});
}

Outcome NothingItSaidIsLost(Student& student, Random& random) {
  const Words words = RandomWords(random, random.Between(1, 3));
  const std::string last = random.Word();
  return Converse(student, words, last, 0)
      .Expect({{"error", ""},
               {"out", absl::StrCat(absl::StrJoin(words, ""), last)}});
}

Outcome ItsEndEndsTheWork(Student& student, Random& random) {
  const int64_t code = random.Between(1, 100);
  return Converse(student, RandomWords(random, 1), random.Word(), code)
      .Expect({{"error", ""},
               {"status", absl::StrCat("exit code ", code)},
               {"steps_after_its_end", 0}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "EachStepHearsTheNews",
           .points = 30,
           .hint = 1,
           .run = EachStepHearsTheNews},
          {.name = "NothingItSaidIsLost",
           .points = 15,
           .hint = 3,
           .run = NothingItSaidIsLost},
          {.name = "ItsEndEndsTheWork",
           .points = 15,
           .hint = 1,
           .run = ItsEndEndsTheWork}};
}

}  // namespace exercise
