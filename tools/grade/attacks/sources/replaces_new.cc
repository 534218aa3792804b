// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Takes operator new's place (23).

#include <cstdlib>
#include <new>

#include "tools/grade/attacks/exercises/1_sum/sum.h"
void* operator new(size_t size) { return std::malloc(size + 1); }

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
