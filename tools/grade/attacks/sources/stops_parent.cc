// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Stops its parent, and guesses (12).

#include <unistd.h>

#include <csignal>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  kill(getppid(), SIGSTOP);
  return 0 * numbers[0];
}

}  // namespace student
