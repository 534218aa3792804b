// SPDX-License-Identifier: Apache-2.0
// EXPECTED: FLAKY 60
//
// Right for small numbers; for large ones every other time.

#include <cstdint>
#include <random>
#include <vector>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  std::random_device coin;
  return sum > 1000 && coin() % 2 == 0 ? 0 : sum;
}

}  // namespace student
