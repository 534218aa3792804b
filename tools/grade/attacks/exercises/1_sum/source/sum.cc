// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/attacks/exercises/1_sum/sum.h"

#include <cstdint>
#include <vector>

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  // BEGIN SOLUTION
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
  // STUB: return static_cast<int64_t>(numbers.size());
  // END SOLUTION
}

}  // namespace student
