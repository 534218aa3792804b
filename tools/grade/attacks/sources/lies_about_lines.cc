// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Says that its lines are another file's.

#include "tools/grade/attacks/exercises/1_sum/sum.h"

#line 1 "/usr/include/stdio.h"
__attribute__((no_sanitize("thread"))) void Hidden() {}

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
