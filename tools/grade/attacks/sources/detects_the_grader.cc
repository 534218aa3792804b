// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Is right only where it believes to be at home (32).

#include <cstdlib>
#include <fstream>
#include <string>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::ifstream name("/proc/sys/kernel/hostname");
  std::string host;
  name >> host;
  if (host != "jail" && std::getenv("HOME") != nullptr) {
    int64_t sum = 0;
    for (int64_t number : numbers) sum += number;
    return sum;
  }
  return 0;
}

}  // namespace student
