// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WALL_LIMIT
//
// Ignores all signals it can (14).

#include <unistd.h>

#include <csignal>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (int i = 1; i < 65; ++i) signal(i, SIG_IGN);
  for (;;) pause();
  return numbers[0];
}

}  // namespace student
