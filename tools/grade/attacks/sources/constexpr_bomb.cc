// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CE
//
// A constant that takes for ever (34).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

constexpr int Count() {
  int n = 0;
  for (long i = 0; i < 1L << 60; ++i) n += 1;
  return n;
}
static_assert(Count() > 0);

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
