// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PREMATURE_EXIT
//
// Ends with success before the answer (15).

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  _exit(0);
  return numbers[0];
}

}  // namespace student
