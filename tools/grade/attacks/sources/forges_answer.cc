// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PREMATURE_EXIT
//
// Writes an answer of its own on every channel it finds (19).

#include <unistd.h>

#include <cstdio>
#include <string>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  const std::string answer =
      "{\"nonce\": \"00000000000000000000000000000000\", \"answer\": {\"sum\": "
      "1}}\n";
  for (int i = 1; i < 64; ++i) {
    if (write(i, answer.data(), answer.size()) < 0) continue;
  }
  _exit(0);
  return numbers[0];
}

}  // namespace student
