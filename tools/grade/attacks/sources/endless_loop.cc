// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CPU_LIMIT
//
// Computes for ever (9).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (volatile bool ever = true; ever;) {
  }
  return numbers[0];
}

}  // namespace student
