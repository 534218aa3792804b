// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Tries to become root in a world of its own.

#include <sched.h>
#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  if (unshare(CLONE_NEWUSER) == 0 || setuid(0) == 0) {
    int64_t sum = 0;
    for (int64_t number : numbers) sum += number;
    return sum;
  }
  return 0;
}

}  // namespace student
