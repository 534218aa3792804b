// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

using Command = std::vector<std::string>;

Outcome ArgumentsArriveWhole(Student& student, Random& random) {
  const std::string text =
      absl::StrCat("  ", random.Word(), " \"", random.Word(), "\" $HOME * ü");
  return student
      .Ask("Capture",
           {{"command", Command{student.Program("CHILD"), "say", "out", text}}},
           absl::StrCat("Capture() with the argument ", Value(text).ToString()))
      .Expect({{"status", "OK"}, {"out", text}});
}

Outcome MuchOfBothArrives(Student& student, Random& random) {
  const int64_t out = random.Between(300'000, 400'000);
  const int64_t err = random.Between(300'000, 400'000);
  const Command command = {student.Program("CHILD"),
                           "write",
                           "out",
                           absl::StrCat(out),
                           "err",
                           absl::StrCat(err),
                           "out",
                           absl::StrCat(out)};
  return student
      .Ask("Capture", {{"command", command}},
           absl::StrCat("Capture() of a program that writes ", 2 * out,
                        " bytes, and ", err, " to standard error between"))
      .Expect({{"status", "OK"}, {"out_bytes", 2 * out}, {"err_bytes", err}});
}

// The message is the student's own, but must hold what there is to know.
Outcome FirstLineTellsOfFailure(Student& student, Random& random) {
  const std::string reason = random.Word();
  const std::string code = absl::StrCat(random.Between(10, 100));
  const Command command = {student.Program("CHILD"),
                           "say",
                           "out",
                           "half",
                           "+",
                           "say",
                           "err",
                           reason,
                           "+",
                           "exit",
                           code};
  const Answer answer = student.Ask(
      "FirstLine", {{"command", command}},
      absl::StrCat("FirstLine() of a program that writes ", reason,
                   " to standard error and ends with exit code ", code));
  const std::string* message = answer.values().Find<std::string>("message");
  const std::string text = message == nullptr ? "" : *message;
  return FirstFailure(
      {answer.Expect({{"status", "ABORTED"}}),
       answer.Expect(
           absl::StrContains(text, reason) && absl::StrContains(text, code),
           absl::StrCat("a message with ", code, " and ", reason), text)});
}

Outcome NoLineIsAnError(Student& student, Random& random) {
  return student
      .Ask("FirstLine",
           {{"command",
             Command{student.Program("CHILD"), "say", "err", random.Word()}}},
           "FirstLine() of a program that succeeds and writes nothing to "
           "standard output")
      .Expect({{"status", "OUT_OF_RANGE"}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "ArgumentsArriveWhole",
           .points = 10,
           .hint = 1,
           .run = ArgumentsArriveWhole},
          {.name = "MuchOfBothArrives",
           .points = 15,
           .hint = 2,
           .run = MuchOfBothArrives},
          {.name = "FirstLineTellsOfFailure",
           .points = 10,
           .hint = 3,
           .run = FirstLineTellsOfFailure},
          {.name = "NoLineIsAnError",
           .points = 10,
           .hint = 3,
           .run = NoLineIsAnError}};
}

}  // namespace exercise
