// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PROC_LIMIT
//
// More threads than allowed.

#include <unistd.h>

#include <thread>
#include <vector>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::vector<std::thread> threads;
  for (;;) threads.emplace_back([] { pause(); });
  return numbers[0];
}

}  // namespace student
