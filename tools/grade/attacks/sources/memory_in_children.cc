// SPDX-License-Identifier: Apache-2.0
// EXPECTED: MEM_LIMIT
//
// Takes all memory, each child a part (5).

#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (int i = 0; i < 32; ++i) {
    if (fork() == 0) {
      memset(new char[100 << 20], 'x', 100 << 20);
      pause();
    }
  }
  wait(nullptr);
  return numbers[0];
}

}  // namespace student
