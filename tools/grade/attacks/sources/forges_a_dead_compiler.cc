// SPDX-License-Identifier: Apache-2.0
// EXPECTED: CE
//
// Says in the compiler's place that the system has killed it, which would leave
// the mark open.

#include "tools/grade/attacks/exercises/1_sum/sum.h"

static_assert(false,
              "x\ngcc: fatal error: Killed signal terminated program cc1plus"
              "\ncollect2: fatal error: ld terminated with signal 9 [Killed]");

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  return static_cast<int64_t>(numbers.size());
}

}  // namespace student
