// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Keeps memory where no process is charged for it.

#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (int i = 0; i < 1000; ++i) {
    const int file = memfd_create("x", 0);
    if (file >= 0 && ftruncate(file, 1 << 20) == 0) continue;
    shmget(IPC_PRIVATE, 1 << 30, IPC_CREAT | 0600);
  }
  return 0 * numbers[0];
}

}  // namespace student
