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

using Texts = std::vector<std::string>;

// With the password "a" a text stays as it is.
Values Question(const std::string& program, const Texts& scripts,
                const Texts& texts, int64_t times = 1) {
  return {{"programs", Texts(scripts.size(), program)},
          {"scripts", scripts},
          {"passwords", Texts(scripts.size(), "a")},
          {"texts", texts},
          {"times", times}};
}

Texts RandomWords(Random& random, int64_t count) {
  Texts words;
  for (int64_t i = 0; i < count; ++i) words.push_back(random.Word());
  return words;
}

Outcome MuchForEachIsNoTrouble(Student& student, Random& random) {
  const int64_t count = random.Between(3, 4);
  const int64_t times = random.Between(300'000, 400'000);
  const auto letter = static_cast<char>('a' + random.Between(0, 25));
  return student
      .Ask("Encrypt",
           Question(
               student.Program("CHILD"),
               Texts(count, absl::StrCat("encrypt + meet {FOLDER} ", count)),
               Texts(count, std::string(1, letter)), times),
           absl::StrCat("texts of ", times, " bytes for ", count,
                        " children, each of which ends only when all ", count,
                        " have read all of their texts"))
      .Expect({{"bytes", std::vector<int64_t>(count, times)},
               {"results", Texts(count, std::string(20, letter))}});
}

// The first child ends only when the others have come to their ends.
Outcome ResultsAreInOrder(Student& student, Random& random) {
  const int64_t count = random.Between(4, 6);
  Texts scripts(count, "encrypt + meet {FOLDER} 1");
  scripts[0] = absl::StrCat("encrypt + meet {FOLDER} ", count);
  const Texts texts = RandomWords(random, count);
  return student
      .Ask("Encrypt", Question(student.Program("CHILD"), scripts, texts),
           absl::StrCat(count, " children, the first of which ends last"))
      .Expect({{"results", texts}});
}

// It doesn't read its text, which is more than a pipe holds.
Outcome AFailureSaysWhy(Student& student, Random& random) {
  const std::string reason = random.Word();
  const std::string code = absl::StrCat(random.Between(10, 100));
  const Answer answer = student.Ask(
      "Encrypt",
      Question(student.Program("CHILD"),
               {absl::StrCat("say err ", reason, " + exit ", code)},
               RandomWords(random, 1), 50'000),
      absl::StrCat("a child that reads nothing of a long text, writes ", reason,
                   " to standard error and ends with exit code ", code));
  const auto* messages = answer.values().Find<Texts>("messages");
  const std::string text =
      messages == nullptr || messages->empty() ? "" : messages->front();
  return FirstFailure(
      {answer.Expect({{"results", Texts{"ABORTED"}}}),
       answer.Expect(
           absl::StrContains(text, reason) && absl::StrContains(text, code),
           absl::StrCat("a message with ", code, " and ", reason), text)});
}

Outcome AMissingProgramSpoilsNoOther(Student& student, Random& random) {
  Texts texts = RandomWords(random, 3);
  Values question =
      Question(student.Program("CHILD"), Texts(3, "encrypt"), texts);
  Texts programs = question.Texts("programs");
  programs[1] = absl::StrCat("no-such-", random.Word());
  question.Set("programs", programs);
  texts[1] = "NOT_FOUND";
  return student
      .Ask("Encrypt", question,
           absl::StrCat("3 texts, for the second of which the program is ",
                        programs[1], ", which is not there"))
      .Expect({{"results", texts}});
}

Outcome TheOtherVariablesAreThere(Student& student, Random& random) {
  const std::string password = random.Word();
  Values question = Question(student.Program("CHILD"), {"variables"}, {"x"});
  question.Set("passwords", Texts{password});
  return student
      .Ask("Variables", question,
           "a child that tells which variables it was given")
      .Expect({{"error", ""}, {"password", password}, {"lost_variables", 0}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "MuchForEachIsNoTrouble",
           .points = 12,
           .hint = 3,
           .run = MuchForEachIsNoTrouble},
          {.name = "ResultsAreInOrder",
           .points = 8,
           .hint = 3,
           .run = ResultsAreInOrder},
          {.name = "AFailureSaysWhy",
           .points = 8,
           .hint = 1,
           .run = AFailureSaysWhy},
          {.name = "AMissingProgramSpoilsNoOther",
           .points = 7,
           .hint = 1,
           .run = AMissingProgramSpoilsNoOther},
          {.name = "TheOtherVariablesAreThere",
           .points = 5,
           .hint = 1,
           .run = TheOtherVariablesAreThere}};
}

}  // namespace exercise
