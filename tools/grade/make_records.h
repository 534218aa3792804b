// SPDX-License-Identifier: Apache-2.0
//
// The records of a grading, out of what was handed in and what Bazel told of
// the tests: their logs hold what the referee said.
//
//   std::vector<grade::Record> records = grade::MakeRecords(
//       exercises, submissions, targets, events, installed.grader_sum);
//
// Where no verdict can be found the record is INFRA, and says why.
//
// Thread safety: a pure function but for the logs that it reads.

#ifndef TOOLS_GRADE_MAKE_RECORDS_H_
#define TOOLS_GRADE_MAKE_RECORDS_H_

#include <string>
#include <vector>

#include "tools/grade/build_events.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"

namespace grade {

// One for each submission and exercise, in their orders. `grader` is the sum of
// the programs that graded.
//
// Of several runs the worst counts, and one that passed in some only is FLAKY.
// An exercise that failed, as did one that it requires, is SKIPPED.
std::vector<Record> MakeRecords(const std::vector<GradedExercise>& exercises,
                                const std::vector<Submission>& submissions,
                                const std::vector<Target>& targets,
                                const BuildEvents& events,
                                const std::string& grader);

}  // namespace grade

#endif  // TOOLS_GRADE_MAKE_RECORDS_H_
