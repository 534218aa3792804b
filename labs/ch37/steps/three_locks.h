// SPDX-License-Identifier: Apache-2.0
//
// What several steps do: run a workload serially and on threads under each of
// the three locks, and show how many times as fast the threads were.

#ifndef LABS_CH37_STEPS_THREE_LOCKS_H_
#define LABS_CH37_STEPS_THREE_LOCKS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "labs/ch37/jobs.h"

namespace ch37 {

// A table of one row with a column for each lock. `jobs` is called before each
// run.
absl::StatusOr<std::string> SpeedUpsUnderThreeLocks(
    const std::string& workload, const std::function<std::vector<Job>()>& jobs);

}  // namespace ch37

#endif  // LABS_CH37_STEPS_THREE_LOCKS_H_
