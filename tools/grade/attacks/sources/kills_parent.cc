// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PREMATURE_EXIT
//
// Kills its parent, and goes (12).

#include <unistd.h>

#include <csignal>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  kill(getppid(), SIGKILL);
  kill(-1, SIGKILL);
  _exit(0);
  return numbers[0];
}

}  // namespace student
