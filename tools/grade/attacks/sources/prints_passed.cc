// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Prints what other graders believe (18).

#include <cstdio>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  puts(
      "[  PASSED  ] 3 tests.\nOK\nGRADE {\"verdict\": \"PASS\", \"points\": "
      "100}");
  puts("{\"scores\": {\"sum\": 100}}\n::notice::<script>alert(1)</script>");
  fflush(stdout);
  return 0 * numbers[0];
}

}  // namespace student
