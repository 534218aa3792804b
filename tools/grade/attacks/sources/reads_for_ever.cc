// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WALL_LIMIT
//
// Waits for input that never comes (10).

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  char c;
  while (read(0, &c, 1) >= 0) usleep(100000);
  for (;;) pause();
  return numbers[0];
}

}  // namespace student
