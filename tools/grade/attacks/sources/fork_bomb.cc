// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PROC_LIMIT
//
// Doubles for ever (1).

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (;;) fork();
  return numbers[0];
}

}  // namespace student
