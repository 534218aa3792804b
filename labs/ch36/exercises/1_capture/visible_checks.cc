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

Outcome CodeAndBothStreamsArrive(Student& student, Random& random) {
  const std::string out = random.Word();
  const std::string err = random.Word();
  const int64_t code = random.Between(0, 100);
  const Command command = {student.Program("CHILD"),
                           "say",
                           "out",
                           out,
                           "+",
                           "say",
                           "err",
                           err,
                           "+",
                           "exit",
                           absl::StrCat(code)};
  return student
      .Ask("Capture", {{"command", command}},
           absl::StrCat("Capture() of a program that writes ", out,
                        ", to standard error ", err,
                        ", and ends with exit code ", code))
      .Expect(
          {{"status", "OK"}, {"out", out}, {"err", err}, {"exit_code", code}});
}

Outcome NoProgramIsAnError(Student& student, Random& random) {
  const std::string name = absl::StrCat("no-such-", random.Word());
  return student
      .Ask("Capture", {{"command", Command{name}}},
           absl::StrCat("Capture() of ", name, ", which is no program"))
      .Expect({{"status", "NOT_FOUND"}});
}

Outcome FirstLineIsOneLine(Student& student, Random& random) {
  const std::string line = absl::StrCat(random.Word(), " ", random.Word());
  const std::string text = absl::StrCat(line, "\n", random.Word(), "\n");
  return student
      .Ask("FirstLine",
           {{"command", Command{student.Program("CHILD"), "say", "out", text}}},
           absl::StrCat("FirstLine() of a program that writes ",
                        Value(text).ToString()))
      .Expect({{"status", "OK"}, {"line", line}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "CodeAndBothStreamsArrive",
           .points = 25,
           .hint = 1,
           .run = CodeAndBothStreamsArrive},
          {.name = "NoProgramIsAnError",
           .points = 15,
           .hint = 1,
           .run = NoProgramIsAnError},
          {.name = "FirstLineIsOneLine",
           .points = 15,
           .hint = 3,
           .run = FirstLineIsOneLine}};
}

}  // namespace exercise
