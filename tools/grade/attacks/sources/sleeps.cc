// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WALL_LIMIT
//
// Sleeps for ever (10).

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (;;) sleep(1000);
  return numbers[0];
}

}  // namespace student
