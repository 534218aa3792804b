// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

using Command = std::vector<std::string>;

// Passes if the answer is one of those. Which of them can come depends on the
// system: Windows can ask few programs, and ends the others with code 1 at
// once.
Outcome ExpectOneOf(const Answer& answer, std::initializer_list<Values> all) {
  for (const Values& expected : all) {
    if (answer.Expect(expected).passed()) return answer.outcome();
  }
  return answer.Expect(*all.begin());
}

Outcome WhoEndsByItselfIsLeftAlone(Student& student, Random& random) {
  const std::string word = random.Word();
  const int64_t code = random.Between(0, 100);
  const Command command = {
      student.Program("CHILD"), "say", "out", word, "+", "exit",
      absl::StrCat(code)};
  return student
      .Ask("RunUntil", {{"command", command}, {"enough", ""}, {"grace_ms", -1}},
           absl::StrCat("a program that writes ", word,
                        " and ends with exit code ", code,
                        "; it is never enough"))
      .Expect({{"error", ""},
               {"by", "kItself"},
               {"status", absl::StrCat("exit code ", code)},
               {"out", word}});
}

Outcome ItIsAskedFirst(Student& student, Random& random) {
  const std::string word = random.Word();
  const std::string bye = random.Word();
  const Command command = {student.Program("CHILD"),
                           "bye",
                           bye,
                           "+",
                           "say",
                           "out",
                           word,
                           "+",
                           "hold"};
  return ExpectOneOf(
      student.Ask("RunUntil",
                  {{"command", command}, {"enough", word}, {"grace_ms", -1}},
                  absl::StrCat(
                      "a program that writes ", word,
                      " and goes on; it is enough then; asked to end it "
                      "writes ",
                      bye, " and ends with exit code 0; the grace never ends")),
      {{{"error", ""},
        {"by", "kRequest"},
        {"status", "exit code 0"},
        {"out", absl::StrCat(word, bye)}},
       {{"error", ""},
        {"by", "kRequest"},
        {"status", "exit code 1"},
        {"out", word}}});
}

Outcome ThenItIsForced(Student& student, Random& random) {
  const std::string word = random.Word();
  const int64_t grace = random.Between(10, 50);
  // 15 is how it is asked on Linux, 21 on Windows.
  const Command command = {student.Program("CHILD"),
                           "ignore",
                           "15",
                           "+",
                           "ignore",
                           "21",
                           "+",
                           "say",
                           "out",
                           word,
                           "+",
                           "hold"};
  return ExpectOneOf(
      student.Ask(
          "RunUntil",
          {{"command", command}, {"enough", word}, {"grace_ms", grace}},
          absl::StrCat("a program that writes ", word,
                       " and goes on; it is enough then; it does not listen "
                       "when it is asked to end; the grace is ",
                       grace, " ms")),
      {{{"error", ""},
        {"by", "kForce"},
        {"status", "killed by signal 9 (SIGKILL)"},
        {"out", word}},
       {{"error", ""},
        {"by", "kForce"},
        {"status", "exit code 1"},
        {"out", word}},
       {{"error", ""},
        {"by", "kRequest"},
        {"status", "exit code 1"},
        {"out", word}}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "WhoEndsByItselfIsLeftAlone",
           .points = 15,
           .hint = 1,
           .run = WhoEndsByItselfIsLeftAlone},
          {.name = "ItIsAskedFirst",
           .points = 20,
           .hint = 2,
           .run = ItIsAskedFirst},
          {.name = "ThenItIsForced",
           .points = 25,
           .hint = 2,
           .run = ThenItIsForced}};
}

}  // namespace exercise
