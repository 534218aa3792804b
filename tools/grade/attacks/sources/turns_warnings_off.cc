// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Switches warnings off (26).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

#pragma GCC diagnostic ignored "-Wall"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
