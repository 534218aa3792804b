// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Gives the sanitizer options (25).

#include "tools/grade/attacks/exercises/1_sum/sum.h"

extern "C" const char* __tsan_default_options() { return "report_bugs=0"; }

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  int64_t sum = 0;
  for (int64_t number : numbers) sum += number;
  return sum;
}

}  // namespace student
