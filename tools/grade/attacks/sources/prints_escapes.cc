// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Prints what a terminal obeys, for whoever looks at the results.

#include <cstdio>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::fputs(
      "\x1b]0;owned\x07\x1b[2J\xc2\x9b"
      "2J\r\x7f",
      stderr);
  return 0 * numbers[0];
}

}  // namespace student
