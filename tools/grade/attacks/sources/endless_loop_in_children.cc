// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CPU_LIMIT
//
// Has children compute for ever.

#include <sys/wait.h>
#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (int i = 0; i < 8; ++i) {
    if (fork() == 0) {
      for (volatile bool ever = true; ever;) {
      }
    }
  }
  while (wait(nullptr) > 0) {
  }
  return numbers[0];
}

}  // namespace student
