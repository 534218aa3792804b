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

// Jobs that say a word, and end with some exit code when they may.
struct Jobs {
  Values question = {};
  Texts results = {};
  std::vector<int64_t> in_order = {};
};

Jobs RandomJobs(Student& student, Random& random, int64_t count,
                int64_t places) {
  Jobs jobs;
  Texts words, scripts;
  std::vector<int64_t> ends;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t code = random.Between(0, 100);
    words.push_back(random.Word());
    scripts.push_back(absl::StrCat("exit ", code));
    ends.push_back(random.Between(0, 100));
    jobs.results.push_back(
        absl::StrCat("exit code ", code, ": ", words.back()));
    jobs.in_order.push_back(i);
  }
  jobs.question = {{"programs", Texts(count, student.Program("CHILD"))},
                   {"words", words},
                   {"scripts", scripts},
                   {"ends", ends},
                   {"places", places}};
  return jobs;
}

Outcome ResultsAreInOrder(Student& student, Random& random) {
  const int64_t count = random.Between(5, 7);
  const int64_t places = random.Between(2, 4);
  Jobs jobs = RandomJobs(student, random, count, places);
  // The first one ends last.
  jobs.question.Set("ends", std::vector<int64_t>{1});
  return student
      .Ask("RunJobs", jobs.question,
           absl::StrCat(count, " jobs, ", places,
                        " places; the child of job 0 is the last to end"))
      .Expect({{"started", jobs.in_order},
               {"results", jobs.results},
               {"still_running", 0}});
}

Outcome AllPlacesAreTakenAndNoMore(Student& student, Random& random) {
  const int64_t places = random.Between(2, 4);
  const int64_t count = places + random.Between(2, 3);
  const Jobs jobs = RandomJobs(student, random, count, places);
  return student
      .Ask("RunJobs", jobs.question,
           absl::StrCat(count, " jobs, ", places,
                        " places; no child ends before all places are taken"))
      .Expect({{"most_at_once", places}, {"still_running", 0}});
}

Outcome WhoeverEndsMakesRoom(Student& student, Random& random) {
  const int64_t places = random.Between(2, 4);
  const int64_t count = places + random.Between(3, 5);
  Jobs jobs = RandomJobs(student, random, count, places);
  // In turns another one than the oldest, and any of them.
  std::vector<int64_t> ends;
  for (int i = 0; i < 5; ++i) {
    ends.insert(ends.end(), {places - 1, random.Between(0, 100)});
  }
  jobs.question.Set("ends", ends);
  return student
      .Ask("RunJobs", jobs.question,
           absl::StrCat(count, " jobs, ", places,
                        " places; when all places are taken and idle() is "
                        "called, now the youngest child ends, now any"))
      .Expect({{"idle_with_a_free_place", false}, {"results", jobs.results}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "ResultsAreInOrder",
           .points = 20,
           .hint = 1,
           .run = ResultsAreInOrder},
          {.name = "AllPlacesAreTakenAndNoMore",
           .points = 20,
           .hint = 2,
           .run = AllPlacesAreTakenAndNoMore},
          {.name = "WhoeverEndsMakesRoom",
           .points = 20,
           .hint = 2,
           .run = WhoeverEndsMakesRoom}};
}

}  // namespace exercise
