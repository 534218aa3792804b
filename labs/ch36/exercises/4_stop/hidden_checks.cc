// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

using Command = std::vector<std::string>;

// What it has started holds the standard error of the runner, which the judge
// reads: who leaves it behind gets LEAK. It goes in the end, so that it does
// not stay on a student's machine.
Outcome NoneOfItsTreeIsLeft(Student& student, Random& random) {
  const std::string word = random.Word();
  const Command command = {student.Program("CHILD"),
                           "ignore",
                           "15",
                           "+",
                           "ignore",
                           "21",
                           "+",
                           "start",
                           "hold 60",
                           "+",
                           "say",
                           "out",
                           word,
                           "+",
                           "hold"};
  return student
      .Ask("RunUntil",
           {{"command", command},
            {"enough", word},
            {"grace_ms", random.Between(10, 50)}},
           absl::StrCat("a program that starts another one, writes ", word,
                        " and goes on; neither ends by itself"))
      .Expect({{"error", ""}, {"out", word}});
}

Outcome EnoughSeesWhatItWrites(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string then = random.Word();
  const int64_t code = random.Between(0, 100);
  return student
      .Ask("Ask",
           {{"program", student.Program("CHILD")},
            {"first", first},
            {"then", then},
            {"exit_code", code}},
           absl::StrCat("a program that writes ", first,
                        ", waits until enough() has seen that, writes ", then,
                        " and ends with exit code ", code,
                        "; it is never enough"))
      .Expect({{"error", ""},
               {"by", "kItself"},
               {"status", absl::StrCat("exit code ", code)},
               {"out", absl::StrCat(first, then)}});
}

// It can say its last word only when all before has been read. It is ended by
// the signal that asks it, or by Windows.
Outcome MuchIsReadMeanwhile(Student& student, Random& random) {
  const std::string word = random.Word();
  const int64_t bytes = random.Between(300'000, 400'000);
  const Command command = {student.Program("CHILD"),
                           "write",
                           "out",
                           absl::StrCat(bytes),
                           "+",
                           "say",
                           "out",
                           word,
                           "+",
                           "hold"};
  return student
      .Ask("RunUntil",
           {{"command", command}, {"enough", word}, {"grace_ms", -1}},
           absl::StrCat("a program that writes ", bytes, " bytes and ", word,
                        " and goes on; it is enough then; asked to end it does "
                        "so by the signal"))
      .Expect({{"error", ""},
               {"by", "kRequest"},
               {"out_bytes", bytes + static_cast<int64_t>(word.size())}});
}

Outcome NoProgramIsAnError(Student& student, Random& random) {
  const std::string name = absl::StrCat("no-such-", random.Word());
  return student
      .Ask("RunUntil",
           {{"command", Command{name}}, {"enough", ""}, {"grace_ms", -1}},
           absl::StrCat("RunUntil() of ", name, ", which is no program"))
      .Expect({{"error", "NOT_FOUND"}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "NoneOfItsTreeIsLeft",
           .points = 15,
           .hint = 3,
           .run = NoneOfItsTreeIsLeft},
          {.name = "EnoughSeesWhatItWrites",
           .points = 10,
           .hint = 1,
           .run = EnoughSeesWhatItWrites},
          {.name = "MuchIsReadMeanwhile",
           .points = 10,
           .hint = 1,
           .run = MuchIsReadMeanwhile},
          {.name = "NoProgramIsAnError",
           .points = 5,
           .hint = 1,
           .run = NoProgramIsAnError}};
}

}  // namespace exercise
