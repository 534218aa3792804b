// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CRASH
//
// Throws through (17).

#include <stdexcept>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  throw std::runtime_error("no sum for you");
}

}  // namespace student
