// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PASS
//
// No attack: the right answer.

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
