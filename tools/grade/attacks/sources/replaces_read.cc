// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Takes read's place, to answer at once (23).

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"
extern "C" ssize_t read(int, void*, size_t) { return 0; }

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
