// SPDX-License-Identifier: Apache-2.0
//
// Records for tests.
//
//   grade::Record record = grade::Sample("alice", Verdict::kWrong, 60);
//
// Thread safety: a pure function.

#ifndef TOOLS_GRADE_TESTING_SAMPLE_RECORDS_H_
#define TOOLS_GRADE_TESTING_SAMPLE_RECORDS_H_

#include <string>

#include "common/exercise/verdict.h"
#include "tools/grade/record.h"

namespace grade {

// Of ch38/1, with 100 points to get: a visible check of 60 that passed, and a
// hidden one of 40 that has the verdict.
Record Sample(const std::string& student, exercise::Verdict verdict,
              int points);

}  // namespace grade

#endif  // TOOLS_GRADE_TESTING_SAMPLE_RECORDS_H_
