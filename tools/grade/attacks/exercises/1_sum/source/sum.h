// SPDX-License-Identifier: Apache-2.0
//
// Sums.

#ifndef TOOLS_GRADE_ATTACKS_EXERCISES_1_SUM_SUM_H_
#define TOOLS_GRADE_ATTACKS_EXERCISES_1_SUM_SUM_H_

#include <cstdint>
#include <vector>

namespace student {

// The sum of all numbers.
int64_t Sum(const std::vector<int64_t>& numbers);

}  // namespace student

#endif  // TOOLS_GRADE_ATTACKS_EXERCISES_1_SUM_SUM_H_
