// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Leaves a process behind, which goes with the jail (49).

#include <unistd.h>

#include <csignal>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  return numbers[0];
}

}  // namespace student
