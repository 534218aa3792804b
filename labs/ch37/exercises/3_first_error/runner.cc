// SPDX-License-Identifier: Apache-2.0
//
// Runs Gather() on the jobs that the checks ask for.

#include "common/exercise/runner.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/explored.h"
#include "common/exercise/meeting.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch37/exercises/3_first_error/gather.h"

namespace {

using ::ch37::Job;
using ::exercise::Meeting;
using ::exercise::Values;

using Gathered = absl::StatusOr<std::vector<int64_t>>;

// A canary (explored_check.h): the threads fight over one result, and nobody
// waits for them.
ABSL_ATTRIBUTE_NOINLINE Gathered GatherInAHurry(const std::vector<Job>& jobs) {
  int64_t last = 0;
  for (const Job& job : jobs) {
    std::thread([&] {
      try {
        last = job().value_or(-1);
      } catch (...) {
        last = -1;
      }
    }).detach();
  }
  return std::vector<int64_t>(jobs.size(), last);
}

// `ways`: how each job ends.
absl::StatusOr<int64_t> EndAs(const std::string& way, int64_t value,
                              const std::string& message) {
  if (way == "returns") return value;
  if (way == "fails") return absl::NotFoundError(message);
  if (way == "is refused") return absl::PermissionDeniedError(message);
  if (way == "throws") throw std::runtime_error(message);
  throw value;  // "throws a number"
}

std::string ToText(const Gathered& gathered) {
  if (!gathered.ok()) {
    return absl::StrCat(absl::StatusCodeToString(gathered.status().code()),
                        " \"", gathered.status().message(), "\"");
  }
  return absl::StrCat("the values [", absl::StrJoin(*gathered, ", "), "]");
}

// Job i returns values[i], or fails with messages[i], as ways[i] says. `status`
// and `message` are what must come of it; `values`, if status is OK.
Values Gather(const Values& ask) {
  const auto gather = exercise::IsCanary(ask) ? GatherInAHurry : ch37::Gather;
  return exercise::Explored(explorer::Explore([&] {
    const std::vector<std::string> ways = ask.Texts("ways");
    const bool meet = ask.Bool("meet");
    Meeting meeting(ways.size());
    std::vector<int64_t> ended(ways.size());
    std::vector<Job> jobs;
    for (size_t i = 0; i != ways.size(); ++i) {
      jobs.push_back([&, i] {
        if (meet) meeting.Come();
        ended[i] = 1;
        return EndAs(ways[i], ask.Ints("values")[i], ask.Texts("messages")[i]);
      });
    }
    const std::string got = ToText(gather(jobs));
    for (size_t i = 0; i != ways.size(); ++i) {
      exercise::Require(
          absl::StrCat("when Gather() returns, the number of times that job ",
                       i, " was run"),
          ended[i], 1);
    }
    exercise::Require(got == ask.Text("expected"),
                      absl::StrCat("the result is ", got, ", and should be ",
                                   ask.Text("expected")));
  }));
}

Values NoJobs(const Values&) {
  const Gathered gathered = ch37::Gather({});
  return {{"result", ToText(gathered)}};
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"gather", Gather}, {"no_jobs", NoJobs}});
}
