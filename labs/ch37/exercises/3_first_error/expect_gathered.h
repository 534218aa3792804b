// SPDX-License-Identifier: Apache-2.0
//
// What visible and hidden checks ask alike: Gather() of jobs that end in given
// ways.
//
//   return ExpectGathered(student, random, {"returns", "fails"}, "NOT_FOUND",
//   1);
//
// Thread safety: as Student's. Errors: the outcome says what is wrong.

#ifndef LABS_CH37_EXERCISES_3_FIRST_ERROR_EXPECT_GATHERED_H_
#define LABS_CH37_EXERCISES_3_FIRST_ERROR_EXPECT_GATHERED_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {

// Job i ends as ways[i] says. `code` is what must come of it, and `job` the one
// whose message must; unless `code` is OK.
inline Outcome ExpectGathered(Student& student, Random& random,
                              const std::vector<std::string>& ways,
                              const std::string& code, size_t job = 0,
                              bool meet = false) {
  std::vector<int64_t> returned;
  std::vector<std::string> messages;
  for (size_t i = 0; i < ways.size(); ++i) {
    returned.push_back(random.Between(1, 1000));
    messages.push_back(random.Word());
  }
  const std::string message =
      code == "UNKNOWN" ? "unknown exception" : messages[job];
  const std::string expected =
      code == "OK"
          ? absl::StrCat("the values [", absl::StrJoin(returned, ", "), "]")
          : absl::StrCat(code, " \"job ", job, ": ", message, "\"");
  std::string tried = absl::StrCat("Gather() of ", ways.size(), " jobs: ");
  for (size_t i = 0; i < ways.size(); ++i) {
    absl::StrAppend(&tried, i == 0 ? "" : ", ", "job ", i, " ", ways[i]);
  }
  if (meet) absl::StrAppend(&tried, "; each goes on when all have begun");
  return ExpectProved(student, random,
                      {.question = "gather",
                       .arguments = {{"ways", ways},
                                     {"values", returned},
                                     {"messages", messages},
                                     {"meet", meet},
                                     {"expected", expected}},
                       .tried = tried});
}

}  // namespace exercise

#endif  // LABS_CH37_EXERCISES_3_FIRST_ERROR_EXPECT_GATHERED_H_
