// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/check.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/ask_process.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"

namespace exercise {

Outcome FirstFailure(std::initializer_list<Outcome> outcomes) {
  Outcome last;
  for (const Outcome& outcome : outcomes) {
    last = outcome;
    if (!outcome.passed()) break;
  }
  return last;
}

Outcome Answer::Expect(const Values& expected) const {
  if (!ok()) return outcome_;
  Values differ;
  std::string got;
  for (const auto& [name, value] : expected.all()) {
    const Value* answered = values_.Find(name);
    if (answered != nullptr && *answered == value) continue;
    differ.Set(name, value);
    absl::StrAppend(&got, got.empty() ? "" : ", ", name, " = ",
                    answered == nullptr ? "nothing" : answered->ToString());
  }
  return Expect(differ.all().empty(), differ.ToString(), got);
}

Outcome Answer::Expect(bool condition, absl::string_view expected,
                       absl::string_view got) const {
  if (!ok() || condition) return outcome_;
  return Failed({.verdict = Verdict::kWrong,
                 .expected = std::string(expected),
                 .got = std::string(got)});
}

Outcome Answer::Failed(Outcome outcome) const {
  CHECK(!outcome.passed()) << "Answer::Failed() needs a verdict";
  outcome.tried = outcome_.tried;
  outcome.output = outcome_.output;
  return outcome;
}

Answer Student::Ask(absl::string_view name, const Values& arguments,
                    absl::string_view tried) {
  Answer answer;
  internal::Asked asked = internal::AskProcess(options_, name, arguments);
  answer.outcome_.verdict = asked.end.verdict;
  answer.outcome_.tried = !tried.empty()
                              ? std::string(tried)
                              : absl::StrCat(name, ": ", arguments.ToString());
  answer.outcome_.output = std::move(asked.output);
  if (answer.ok() && !asked.left.empty() && !leak_.has_value()) {
    leak_ = answer.Failed(
        {.verdict = Verdict::kLeak,
         .expected = "the right answer, and no process left behind",
         .got = absl::StrCat("the right answer, and ", asked.left,
                             ": half of the points")});
  }
  if (answer.ok()) {
    answer.values_ = std::move(asked.values);
  } else {
    answer.outcome_.expected = "an answer";
    answer.outcome_.got = std::move(asked.end.text);
  }
  return answer;
}

std::string Student::Program(const std::string& name) const {
  const auto found = options_.programs.find(name);
  CHECK(found != options_.programs.end())
      << "no program " << name << ": list it in `programs` of the exercise, or "
      << "give --program=" << name << "=PATH";
  return found->second;
}

}  // namespace exercise
