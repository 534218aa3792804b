// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DISK_LIMIT
//
// Files without end.

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  static char block[1 << 20];
  for (int i = 0;; ++i) {
    const int file = open(("/dev/shm/" + std::to_string(i)).c_str(),
                          O_CREAT | O_WRONLY, 0600);
    if (write(file, block, sizeof(block)) < 0) pause();
    close(file);
  }
  return numbers[0];
}

}  // namespace student
