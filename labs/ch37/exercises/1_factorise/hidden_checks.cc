// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome FactorsOf(Student& student, int64_t number,
                  std::vector<int64_t> factors) {
  return student
      .Ask("factorise", {{"number", number}},
           absl::StrCat("Factorise(", number, ")"))
      .Expect({{"factors", factors}});
}

Outcome OddNumbersHaveFactorsToo(Student& student, Random& random) {
  constexpr int64_t kPrimes[] = {101, 211, 307, 401, 503, 601, 701, 809};
  const int64_t prime = kPrimes[random.Between(0, 7)];
  return FirstFailure(
      {FactorsOf(student, prime, {1, prime}),
       FactorsOf(student, prime * prime, {1, prime, prime * prime}),
       FactorsOf(student, 1, {1}), FactorsOf(student, 0, {}),
       FactorsOf(student, -random.Between(1, 100), {})});
}

Outcome EachNumberHasAThread(Student& student, Random& random) {
  const int64_t number = random.Between(2, 1000);
  return ExpectProved(
      student, random,
      {.question = "own_threads",
       .arguments = {{"numbers",
                      std::vector<int64_t>{number, number + 1, number}}},
       .tried = "FactoriseAllOnThreads() of 3 numbers with a factorise() that "
                "looks which thread it is on"});
}

Outcome EqualNumbersAreTwoNumbers(Student& student, Random& random) {
  const int64_t number = random.Between(2, 1000);
  return ExpectProved(
      student, random,
      {.question = "in_order",
       .arguments = {{"numbers", std::vector<int64_t>{number, number}}},
       .tried = absl::StrCat("FactoriseAllOnThreads() of ", number, " and ",
                             number, " with a factorise() that says {1, n}")});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "OddNumbersHaveFactorsToo",
           .points = 10,
           .hint = 1,
           .run = OddNumbersHaveFactorsToo},
          {.name = "EachNumberHasAThread",
           .points = 20,
           .hint = 2,
           .run = EachNumberHasAThread},
          {.name = "EqualNumbersAreTwoNumbers",
           .points = 10,
           .hint = 3,
           .run = EqualNumbersAreTwoNumbers}};
}

}  // namespace exercise
