// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CE
//
// Brings a main() of its own (22).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

int main() { return 0; }

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
