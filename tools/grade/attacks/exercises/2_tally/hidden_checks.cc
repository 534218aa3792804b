// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

// A fault of ours, made on purpose: this answer ends the judge.
constexpr int64_t kEndsTheJudge = -13;

Outcome ThreadsAddUp(Student& student, Random& random) {
  std::vector<int64_t> numbers(random.Between(3, 6));
  for (int64_t& number : numbers) number = random.Between(1, 100);
  const Answer answer = student.Ask("total", {{"numbers", numbers}});
  if (answer.ok() && answer.Expect({{"total", kEndsTheJudge}}).passed()) {
    std::abort();
  }
  return answer.Expect(
      {{"total", std::accumulate(numbers.begin(), numbers.end(), int64_t{0})}});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "ThreadsAddUp",
           .points = 80,
           .hint = 2,
           .race = true,
           .run = ThreadsAddUp}};
}

}  // namespace exercise
