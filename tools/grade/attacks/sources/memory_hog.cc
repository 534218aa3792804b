// SPDX-License-Identifier: Apache-2.0
// EXPECTED: MEM_LIMIT
//
// Takes all memory, fast (4).

#include <cstring>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (;;) memset(new char[1 << 20], 'x', 1 << 20);
  return numbers[0];
}

}  // namespace student
