// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PREMATURE_EXIT
//
// The same, another way (15).

#include <cstdlib>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::quick_exit(0);
  return numbers[0];
}

}  // namespace student
