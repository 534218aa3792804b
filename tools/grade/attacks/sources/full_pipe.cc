// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DEADLOCK
//
// Writes to itself more than a pipe holds.

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int ends[2];
  if (pipe(ends) != 0) return 0;
  static char block[1 << 20];
  return write(ends[1], block, sizeof(block)) + numbers[0];
}

}  // namespace student
