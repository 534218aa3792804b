// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <numeric>
#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/random.h"

namespace exercise {
namespace {

Outcome OneThreadAddsUp(Student& student, Random& random) {
  std::vector<int64_t> numbers(random.Between(2, 6));
  for (int64_t& number : numbers) number = random.Between(1, 100);
  return student.Ask("total", {{"numbers", numbers}})
      .Expect({{"total",
                std::accumulate(numbers.begin(), numbers.end(), int64_t{0})}});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "OneThreadAddsUp",
           .points = 20,
           .hint = 1,
           .run = OneThreadAddsUp}};
}

}  // namespace exercise
