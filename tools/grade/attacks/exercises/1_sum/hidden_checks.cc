// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <numeric>
#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/random.h"

namespace exercise {
namespace {

Outcome LargeNumbersAddUp(Student& student, Random& random) {
  std::vector<int64_t> numbers(random.Between(2, 6));
  for (int64_t& number : numbers)
    number = random.Between(int64_t{1} << 40, int64_t{1} << 41);
  return student.Ask("sum", {{"numbers", numbers}})
      .Expect({{"sum",
                std::accumulate(numbers.begin(), numbers.end(), int64_t{0})}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "LargeNumbersAddUp",
           .points = 40,
           .hint = 2,
           .run = LargeNumbersAddUp}};
}

}  // namespace exercise
