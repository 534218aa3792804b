// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CRASH
//
// Writes where nothing is (17).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  *reinterpret_cast<volatile int*>(8) = 1;
  return numbers[0];
}

}  // namespace student
