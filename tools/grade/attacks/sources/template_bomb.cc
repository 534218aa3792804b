// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CE
//
// Templates without end (34).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

template <int N>
struct Bomb {
  Bomb<N * 2> a;
  Bomb<N * 2 + 1> b;
};
Bomb<1> bomb;

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
