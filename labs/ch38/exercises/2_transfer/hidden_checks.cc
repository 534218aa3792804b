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

Outcome NobodySpendsTheSameMoneyTwice(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  const int64_t amount = random.Between(balance / 2 + 1, balance);
  return ExpectProved(
      student, random,
      {.question = "last_money",
       .arguments = {{"balance", balance}, {"amount", amount}},
       .tried = absl::StrCat("3 accounts with ", balance,
                             " each, 2 threads: Transfer(0, 1, ", amount,
                             ") and Transfer(0, 2, ", amount, ")")});
}

Outcome WhatIsFrozenStays(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  const int64_t amount = random.Between(1, balance);
  return ExpectProved(
      student, random,
      {.question = "frozen",
       .arguments = {{"balance", balance}, {"amount", amount}},
       .tried = absl::StrCat("2 accounts with ", balance,
                             " each: WhileFrozen(0, look) while another "
                             "thread does Transfer(0, 1, ",
                             amount, ")")});
}

Outcome OtherAccountsAreNotHeldUp(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  const int64_t frozen = random.Between(0, 2);
  return ExpectProved(
      student, random,
      {.question = "others",
       .arguments = {{"frozen", frozen}, {"balance", balance}},
       .tried = absl::StrCat(
           "3 accounts: in WhileFrozen(", frozen,
           ", look), `look` waits until another thread's Transfer(",
           (frozen + 1) % 3, ", ", (frozen + 2) % 3, ", ", balance,
           ") has returned")});
}

Outcome ACircleOfThreeLosesNothing(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  return ExpectProved(
      student, random,
      {.question = "circle",
       .arguments = {{"accounts", 3}, {"balance", balance}, {"look", true}},
       .tried = absl::StrCat(
           "3 accounts with ", balance, " each, 3 threads: Transfer(0, 1, ",
           balance, "), Transfer(1, 2, ", balance, "), Transfer(2, 0, ",
           balance, "); Total() meanwhile")});
}

}  // namespace

std::vector<Check> HiddenChecks() {
  return {{.name = "NobodySpendsTheSameMoneyTwice",
           .points = 10,
           .hint = 1,
           .run = NobodySpendsTheSameMoneyTwice},
          {.name = "WhatIsFrozenStays",
           .points = 10,
           .hint = 4,
           .run = WhatIsFrozenStays},
          {.name = "OtherAccountsAreNotHeldUp",
           .points = 10,
           .hint = 1,
           .run = OtherAccountsAreNotHeldUp},
          {.name = "ACircleOfThreeLosesNothing",
           .points = 10,
           .hint = 2,
           .run = ACircleOfThreeLosesNothing}};
}

}  // namespace exercise
