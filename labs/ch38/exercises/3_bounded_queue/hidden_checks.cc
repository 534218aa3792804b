// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/check.h"
#include "common/exercise/explored_check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {
namespace {

Outcome ALargeMessageMakesRoomForTwo(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  const std::string large(first.size() + second.size(), 'x');
  return ExpectProved(
      student, random,
      {.question = "large_pop",
       .arguments = {{"large", large}, {"first", first}, {"second", second}},
       .tried = absl::StrCat("a capacity of ", large.size(), " bytes, ", large,
                             " is inside: Pop() while two threads do Push(",
                             first, ") and Push(", second,
                             "); and Pop() twice when both are done")});
}

Outcome NeverMoreThanFits(Student& student, Random& random) {
  const auto size = static_cast<size_t>(random.Between(3, 9));
  const std::string inside(size, 'i');
  const std::string first(size, 'f');
  const std::string second(size, 's');
  return ExpectProved(
      student, random,
      {.question = "full",
       .arguments = {{"inside", inside}, {"first", first}, {"second", second}},
       .tried = absl::StrCat("a capacity of ", size, " bytes, ", inside,
                             " is inside: Pop(), bytes() and Pop() twice while "
                             "two threads do Push(",
                             first, ") and Push(", second, ")")});
}

Outcome TwoPoppersGetOneEach(Student& student, Random& random) {
  const std::string first = random.Word() + "1";
  const std::string second = random.Word() + "2";
  return ExpectProved(
      student, random,
      {.question = "poppers",
       .arguments = {{"first", first}, {"second", second}},
       .tried = absl::StrCat("Push(", first, ") and Push(", second,
                             ") while two threads Pop() once each")});
}

Outcome APushBesideCloseTellsTheTruth(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  return ExpectProved(
      student, random,
      {.question = "push_beside_close",
       .arguments = {{"first", first}, {"second", second}},
       .tried = absl::StrCat("a capacity of ", first.size() + second.size() - 1,
                             " bytes, ", first,
                             " is inside: Pop() to the end while one thread "
                             "does Push(",
                             second, ") and another one Close()")});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "ALargeMessageMakesRoomForTwo",
           .points = 10,
           .hint = 3,
           .run = ALargeMessageMakesRoomForTwo},
          {.name = "NeverMoreThanFits",
           .points = 10,
           .hint = 2,
           .run = NeverMoreThanFits},
          {.name = "TwoPoppersGetOneEach",
           .points = 10,
           .hint = 2,
           .run = TwoPoppersGetOneEach},
          {.name = "APushBesideCloseTellsTheTruth",
           .points = 10,
           .hint = 2,
           .run = APushBesideCloseTellsTheTruth}};
}

}  // namespace exercise
