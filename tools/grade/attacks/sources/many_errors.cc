// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CE
//
// Megabytes of error messages (36).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

#define A x y z;
#define B A A A A A A A A A A
#define C B B B B B B B B B B
#define D C C C C C C C C C C
D D D D D

    namespace student {
  int64_t Sum(const std::vector<int64_t>& numbers) {
    int64_t sum = 0;
    for (int64_t number : numbers) sum += number;
    return sum;
  }

}  // namespace student
