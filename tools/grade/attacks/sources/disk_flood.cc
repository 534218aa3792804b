// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DISK_LIMIT
//
// One file without end (6).

#include <fcntl.h>
#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  const int file = open("/tmp/x", O_CREAT | O_WRONLY, 0600);
  static char block[1 << 16];
  while (write(file, block, sizeof(block)) > 0) {
  }
  return numbers[0];
}

}  // namespace student
