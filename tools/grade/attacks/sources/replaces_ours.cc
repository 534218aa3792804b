// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Takes the place of the function that answers (23).

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/exercise/runner.h"
#include "tools/grade/attacks/exercises/1_sum/sum.h"
namespace exercise {
inline int Cheat() { return 0; }
int AnswerQuestions(
    const std::vector<std::pair<std::string, AnswerFunction>>& functions) {
  return functions.empty() ? Cheat() : 0;
}
}  // namespace exercise

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
