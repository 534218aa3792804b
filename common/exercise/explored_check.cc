// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/explored_check.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/check.h"
#include "common/exercise/internal/canary.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"

namespace exercise {
namespace {

struct KindOfFinding {
  absl::string_view name;  // explorer::ToString(Finding::Kind)
  Verdict verdict;
};

constexpr KindOfFinding kKinds[] = {
    {"failed assertion", Verdict::kWrong},
    {"uncaught exception", Verdict::kCrash},
    {"data race", Verdict::kDataRace},
    {"deadlock", Verdict::kDeadlock},
    {"missed wakeup", Verdict::kDeadlock},
    {"wrong unlock", Verdict::kCrash},
    {"use of a destroyed object", Verdict::kCrash},
    {"wrong join", Verdict::kCrash},
    {"leaked thread", Verdict::kLeak},
    {"livelock", Verdict::kCpuLimit},
    {"too many steps", Verdict::kCpuLimit},
    {"endless loop", Verdict::kCpuLimit},
    {"too many threads", Verdict::kProcLimit},
    {"too much memory", Verdict::kMemLimit},
    {"stack overflow", Verdict::kCrash},
    {"crash", Verdict::kCrash},
    {"unsupported call", Verdict::kPolicy},
    {"not deterministic", Verdict::kFlaky},
};

Verdict VerdictOfFinding(absl::string_view kind) {
  for (const KindOfFinding& known : kKinds) {
    if (known.name == kind) return known.verdict;
  }
  return Verdict::kWrong;
}

std::string TextOf(const Values& values, const char* name) {
  const std::string* text = values.Find<std::string>(name);
  return text == nullptr ? "" : *text;
}

bool IsTrue(const Values& values, const char* name) {
  const bool* truth = values.Find<bool>(name);
  return truth != nullptr && *truth;
}

bool HasExecutions(const Values& values, std::optional<int64_t> expected) {
  if (!expected.has_value()) return true;
  const int64_t* executions = values.Find<int64_t>("executions");
  return executions != nullptr && *executions == *expected;
}

int64_t RandomSubject(Random& random, bool canary) {
  int64_t subject = 0;
  do {
    subject = random.Between(INT64_MAX / 2, INT64_MAX);
  } while (internal::IsCanary(subject) != canary);
  return subject;
}

// Passes if the answer holds a proof.
Outcome ExpectProof(const Answer& answer) {
  if (!answer.ok()) return answer.outcome();
  const Values& values = answer.values();
  const std::string finding = TextOf(values, "finding");
  const std::string expected = "the same end in every order of the threads";
  if (!finding.empty()) {
    Outcome outcome = answer.Failed(
        {.verdict = VerdictOfFinding(finding),
         .expected = expected,
         .got = absl::StrCat(finding, ": ", TextOf(values, "message"))});
    absl::StrAppend(&outcome.tried, ", in this order:\n",
                    TextOf(values, "trace"));
    return outcome;
  }
  if (!IsTrue(values, "proved")) {
    return answer.Expect(
        false, expected,
        absl::StrCat("no proof of that. ", TextOf(values, "notes")));
  }
  return answer.outcome();
}

Outcome JudgeStudents(const Answer& answer, const Exploration& exploration) {
  return FirstFailure(
      {ExpectProof(answer),
       answer.Expect(HasExecutions(answer.values(), exploration.executions),
                     absl::StrCat(exploration.executions.value_or(0),
                                  " orders that matter"),
                     "another number of them")});
}

Outcome JudgeCanary(const Answer& answer, const Exploration& exploration) {
  if (!answer.ok()) return answer.outcome();
  const Values& values = answer.values();
  if (!TextOf(values, "finding").empty() && !IsTrue(values, "proved") &&
      HasExecutions(values, exploration.canary_executions)) {
    return answer.outcome();
  }
  return answer.Failed(
      {.verdict = Verdict::kPolicy,
       .expected = "the bug that we put into code of our own to be found",
       .got = "nothing, so this program's reports on bugs can't be believed"});
}

}  // namespace

Outcome ExpectProved(Student& student, Random& random,
                     const Exploration& exploration) {
  const bool canary_first = random.Between(0, 1) == 1;
  Outcome students;
  Outcome canary;
  for (bool is_canary : {canary_first, !canary_first}) {
    Values arguments = exploration.arguments;
    arguments.Set(internal::kSubject, RandomSubject(random, is_canary));
    const Answer answer =
        student.Ask(exploration.question, arguments, exploration.tried);
    if (is_canary) {
      canary = JudgeCanary(answer, exploration);
    } else {
      students = JudgeStudents(answer, exploration);
    }
  }
  return FirstFailure({canary, students});
}

Outcome ExpectExplored(const Answer& answer, const Values& expected) {
  return FirstFailure({ExpectProof(answer), answer.Expect(expected)});
}

}  // namespace exercise
