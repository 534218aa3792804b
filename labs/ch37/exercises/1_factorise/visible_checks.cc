// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

// Different from each other.
std::vector<int64_t> SomeNumbers(Random& random, int64_t count) {
  std::vector<int64_t> numbers;
  for (int64_t i = 0; i < count; ++i) {
    numbers.push_back(100 * i + random.Between(2, 99));
  }
  // Not in ascending order.
  numbers.front() += 100 * count;
  return numbers;
}

std::vector<int64_t> FactorsOf(int64_t number) {
  std::vector<int64_t> factors;
  for (int64_t i = 1; i <= number; ++i) {
    if (number % i == 0) factors.push_back(i);
  }
  return factors;
}

Outcome FactorsAreAllThere(Student& student, Random& random) {
  const int64_t number = 12 * random.Between(2, 2000);
  return student
      .Ask("factorise", {{"number", number}},
           absl::StrCat("Factorise(", number, ")"))
      .Expect({{"factors", FactorsOf(number)}});
}

Outcome OneAfterAnother(Student& student, Random& random) {
  const std::vector<int64_t> numbers =
      SomeNumbers(random, random.Between(3, 5));
  std::vector<std::string> results;
  for (int64_t number : numbers) {
    results.push_back(absl::StrCat(number, " ", 2 * number));
  }
  return student
      .Ask("one_after_another", {{"numbers", numbers}},
           absl::StrCat("FactoriseAll() of ", absl::StrJoin(numbers, ", "),
                        " with a factorise() that says {n, 2 * n}"))
      .Expect({{"asked", numbers},
               {"results", results},
               {"on_the_calling_thread", true}});
}

Outcome ThreadsKeepTheOrder(Student& student, Random& random) {
  const std::vector<int64_t> numbers =
      SomeNumbers(random, random.Between(2, 3));
  return ExpectProved(
      student, random,
      {.question = "in_order",
       .arguments = {{"numbers", numbers}},
       .tried = absl::StrCat("FactoriseAllOnThreads() of ",
                             absl::StrJoin(numbers, ", "),
                             " with a factorise() that says {1, n}")});
}

Outcome AllRunAtTheSameTime(Student& student, Random& random) {
  return ExpectProved(student, random,
                      {.question = "at_the_same_time",
                       .arguments = {{"numbers", SomeNumbers(random, 3)}},
                       .tried = "FactoriseAllOnThreads() of 3 numbers with a "
                                "factorise() that waits until it was called "
                                "for all of them"});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "FactorsAreAllThere",
           .points = 10,
           .hint = 1,
           .run = FactorsAreAllThere},
          {.name = "OneAfterAnother",
           .points = 10,
           .hint = 1,
           .run = OneAfterAnother},
          {.name = "ThreadsKeepTheOrder",
           .points = 20,
           .hint = 3,
           .run = ThreadsKeepTheOrder},
          {.name = "AllRunAtTheSameTime",
           .points = 20,
           .hint = 4,
           .run = AllRunAtTheSameTime}};
}

}  // namespace exercise
