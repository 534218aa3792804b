// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Is wrong, and leaves a process behind: no part of the points for that.

#include <unistd.h>

#include <csignal>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  int64_t sum = 1;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
