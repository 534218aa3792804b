// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// The starter as it was handed out.

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  return static_cast<int64_t>(numbers.size());
}

}  // namespace student
