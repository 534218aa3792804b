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

using Texts = std::vector<std::string>;

// `count` jobs that each say a word, and end with code 0 when they may; the
// oldest child ends first.
struct Jobs {
  Texts programs = {};
  Texts words = {};
  Texts scripts = {};
  Texts results = {};

  Jobs(Student& student, Random& random, int64_t count)
      : programs(count, student.Program("CHILD")), scripts(count, "exit 0") {
    for (int64_t i = 0; i < count; ++i) {
      words.push_back(random.Word());
      results.push_back(absl::StrCat("exit code 0: ", words.back()));
    }
  }

  Values Question(int64_t places) const {
    return {{"programs", programs},
            {"words", words},
            {"scripts", scripts},
            {"ends", std::vector<int64_t>{0}},
            {"places", places}};
  }
};

Outcome ACrashSpoilsNoOther(Student& student, Random& random) {
  const int64_t count = random.Between(4, 6);
  Jobs jobs(student, random, count);
  const int64_t bad = random.Between(0, count - 1);
  jobs.scripts[bad] = "abort";
  Values question = jobs.Question(2);
  question.Set("crashes", bad);
  const Answer answer =
      student.Ask("RunJobs", question,
                  absl::StrCat(count, " jobs, 2 places; the child of job ", bad,
                               " crashes when it has said its word"));
  const std::string* truth = answer.values().Find<std::string>("true_status");
  jobs.results[bad] =
      absl::StrCat(truth == nullptr ? "" : *truth, ": ", jobs.words[bad]);
  return answer.Expect(
      {{"results", jobs.results}, {"idle_with_a_free_place", false}});
}

// One of the first ones: a place that it keeps is missed by those that follow.
Outcome AMissingProgramTakesNoPlace(Student& student, Random& random) {
  const int64_t places = random.Between(2, 3);
  const int64_t count = places + random.Between(3, 4);
  Jobs jobs(student, random, count);
  const int64_t bad = random.Between(0, places - 1);
  jobs.programs[bad] = absl::StrCat("no-such-", random.Word());
  jobs.results[bad] = "NOT_FOUND";
  return student
      .Ask("RunJobs", jobs.Question(places),
           absl::StrCat(count, " jobs, ", places,
                        " places; the program of job ", bad, " is missing"))
      .Expect({{"results", jobs.results},
               {"most_at_once", places},
               {"idle_with_a_free_place", false}});
}

Outcome MuchOutputIsReadMeanwhile(Student& student, Random& random) {
  const int64_t bytes = random.Between(300'000, 400'000);
  const int64_t count = random.Between(3, 5);
  return student
      .Ask("Much",
           {{"program", student.Program("CHILD")},
            {"script", absl::StrCat("write out ", bytes)},
            {"jobs", count},
            {"places", 2}},
           absl::StrCat(count, " jobs, 2 places; each child writes ", bytes,
                        " bytes and ends"))
      .Expect({{"bytes", std::vector<int64_t>(count, bytes)}});
}

Outcome ThereMayBeMorePlacesThanJobs(Student& student, Random& random) {
  const int64_t count = random.Between(2, 4);
  const Jobs jobs(student, random, count);
  return student
      .Ask("RunJobs", jobs.Question(count + random.Between(1, 3)),
           absl::StrCat(count, " jobs, and more places than that"))
      .Expect({{"results", jobs.results},
               {"most_at_once", count},
               {"still_running", 0}});
}

Outcome OnePlaceMeansOneAfterAnother(Student& student, Random& random) {
  const int64_t count = random.Between(2, 4);
  const Jobs jobs(student, random, count);
  return student
      .Ask("RunJobs", jobs.Question(1), absl::StrCat(count, " jobs, 1 place"))
      .Expect({{"results", jobs.results},
               {"most_at_once", 1},
               {"idle_with_a_free_place", false}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "ACrashSpoilsNoOther",
           .points = 10,
           .hint = 3,
           .run = ACrashSpoilsNoOther},
          {.name = "AMissingProgramTakesNoPlace",
           .points = 10,
           .hint = 3,
           .run = AMissingProgramTakesNoPlace},
          {.name = "MuchOutputIsReadMeanwhile",
           .points = 10,
           .hint = 1,
           .run = MuchOutputIsReadMeanwhile},
          {.name = "ThereMayBeMorePlacesThanJobs",
           .points = 5,
           .hint = 2,
           .run = ThereMayBeMorePlacesThanJobs},
          {.name = "OnePlaceMeansOneAfterAnother",
           .points = 5,
           .hint = 2,
           .run = OnePlaceMeansOneAfterAnother}};
}

}  // namespace exercise
