// SPDX-License-Identifier: Apache-2.0
// EXPECTED: MEM_LIMIT
//
// Asks for more than there is.

#include <cstring>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  char* all = new char[size_t{1} << 40];
  memset(all, 'x', size_t{1} << 40);
  return all[numbers[0]];
}

}  // namespace student
