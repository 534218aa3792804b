// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CRASH
//
// Aborts (17).

#include <cstdlib>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::abort();
  return numbers[0];
}

}  // namespace student
