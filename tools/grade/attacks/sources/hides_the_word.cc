// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// The same, by way of a macro (25).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

#define PASTE(a, b) a##b
#define BLIND PASTE(no_san, itize)("thread")
__attribute__((BLIND)) void Hidden() {}

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
