// SPDX-License-Identifier: Apache-2.0
// EXPECTED: LEAK
//
// Leaves a process behind that holds its output (49).

#include "tools/grade/attacks/exercises/1_sum/sum.h"
#include <csignal>
#include <unistd.h>

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  if (fork() == 0) {
    setsid();
    for (;;) pause();
  }
  return numbers[0];
}

}  // namespace student
