// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Looks for hidden checks, to learn from them (28).

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           "/", std::filesystem::directory_options::skip_permission_denied,
           error)) {
    if (entry.path().filename() == "hidden_checks.cc") {
      int64_t sum = 0;
      for (int64_t number : numbers) sum += number;
      return sum;
    }
  }
  return 0;
}

}  // namespace student
