// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Takes malloc's place (23).

#include <cstdlib>

#include "tools/grade/attacks/exercises/1_sum/sum.h"
extern "C" void* malloc(size_t) { return nullptr; }

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
