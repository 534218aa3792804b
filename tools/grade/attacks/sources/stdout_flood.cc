// SPDX-License-Identifier: Apache-2.0
// EXPECTED: OUT_LIMIT
//
// Prints without end (7).

#include <cstdio>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (;;) puts("all work and no play");
  return numbers[0];
}

}  // namespace student
