// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY
//
// Takes the place of the function that answers (23).

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace exercise {

class Values;

int AnswerQuestions(
    const std::vector<
        std::pair<std::string, std::function<Values(const Values&)>>>& all) {
  return all.empty() ? 1 : 0;
}

}  // namespace exercise

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
