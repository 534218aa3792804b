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

using Script = std::vector<std::string>;

Outcome NoStepIfItHasEnded(Student& student, Random& random) {
  const std::string word = random.Word();
  const int64_t code = random.Between(0, 100);
  const Script script = {"say", "out", word, "+", "exit", absl::StrCat(code)};
  return student
      .Ask("AfterItsEnd",
           {{"program", student.Program("CHILD")}, {"script", script}},
           absl::StrCat("a child that had said ", word,
                        " and ended with exit code ", code,
                        " before WorkWhileItRuns() was called"))
      .Expect({{"error", ""},
               {"steps", 0},
               {"status", absl::StrCat("exit code ", code)},
               {"out", word}});
}

Outcome ACrashIsTold(Student& student, Random& random) {
  const std::string word = random.Word();
  const Script script = {"say", "out", word, "+", "abort"};
  const Answer answer =
      student.Ask("AfterItsEnd",
                  {{"program", student.Program("CHILD")}, {"script", script}},
                  absl::StrCat("a child that says ", word, " and crashes"));
  const std::string* truth = answer.values().Find<std::string>("true_status");
  return answer.Expect({{"error", ""},
                        {"status", truth == nullptr ? "" : *truth},
                        {"out", word}});
}

// If nobody reads it meanwhile the child waits for ever for room in the pipe.
Outcome MuchIsHeardMeanwhile(Student& student, Random& random) {
  const int64_t bytes = random.Between(300'000, 400'000);
  return student
      .Ask("Much", {{"program", student.Program("CHILD")}, {"bytes", bytes}},
           absl::StrCat("a child that writes ", bytes,
                        " bytes, and ends when the steps have heard of all"))
      .Expect({{"error", ""}, {"heard_bytes", bytes}, {"out_bytes", bytes}});
}

Outcome WhoIsLeftBehindIsNotWaitedFor(Student& student, Random& random) {
  const std::string word = random.Word();
  const Script script = {"start", "meet {PLACE} 2", "+", "say", "out", word};
  return student
      .Ask("AfterItsEnd",
           {{"program", student.Program("CHILD")}, {"script", script}},
           absl::StrCat("a child that starts a program, says ", word,
                        " and ends, while that program goes on"))
      .Expect({{"error", ""}, {"status", "exit code 0"}, {"out", word}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {
      {.name = "NoStepIfItHasEnded",
       .points = 10,
       .hint = 1,
       .run = NoStepIfItHasEnded},
      {.name = "ACrashIsTold", .points = 10, .hint = 1, .run = ACrashIsTold},
      {.name = "MuchIsHeardMeanwhile",
       .points = 10,
       .hint = 2,
       .run = MuchIsHeardMeanwhile},
      {.name = "WhoIsLeftBehindIsNotWaitedFor",
       .points = 10,
       .hint = 3,
       .run = WhoIsLeftBehindIsNotWaitedFor}};
}

}  // namespace exercise
