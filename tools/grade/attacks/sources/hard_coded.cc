// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Answers learnt by heart (33).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  return numbers.size() == 3 ? 60 : 210;
}

}  // namespace student
