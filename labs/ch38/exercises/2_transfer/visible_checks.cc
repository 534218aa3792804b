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

Outcome OneThreadMovesMoney(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  // All of account 0 to 1; a bit more than there is of account 2; a part of 1.
  const int64_t part = random.Between(1, 49);
  return ExpectExplored(
      student.Ask(
          "one_thread",
          {{"accounts", 3},
           {"balance", balance},
           {"from", std::vector<int64_t>{0, 2, 1}},
           {"to", std::vector<int64_t>{1, 0, 2}},
           {"amounts", std::vector<int64_t>{balance, balance + 1, part}}},
          absl::StrCat("one thread, 3 accounts with ", balance,
                       " each: Transfer(0, 1, ", balance, "), Transfer(2, 0, ",
                       balance + 1, "), Transfer(1, 2, ", part, ")")),
      {{"moved", std::vector<int64_t>{1, 0, 1}},
       {"balances",
        std::vector<int64_t>{0, 2 * balance - part, balance + part}},
       {"frozen", std::vector<int64_t>{0, 2 * balance - part, balance + part}},
       {"total", 3 * balance}});
}

Outcome ToItselfMovesNothing(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  const int64_t account = random.Between(0, 1);
  const int64_t amount = random.Between(1, balance);
  return ExpectExplored(
      student.Ask("one_thread",
                  {{"accounts", 2},
                   {"balance", balance},
                   {"from", std::vector<int64_t>{account, account}},
                   {"to", std::vector<int64_t>{account, account}},
                   {"amounts", std::vector<int64_t>{amount, balance + amount}}},
                  absl::StrCat("one thread, 2 accounts with ", balance,
                               " each: Transfer(", account, ", ", account, ", ",
                               amount, "), Transfer(", account, ", ", account,
                               ", ", balance + amount, ")")),
      {{"moved", std::vector<int64_t>{1, 0}},
       {"balances", std::vector<int64_t>{balance, balance}},
       {"total", 2 * balance}});
}

Outcome BackAndForthLosesNothing(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  return ExpectProved(
      student, random,
      {.question = "circle",
       .arguments = {{"accounts", 2}, {"balance", balance}, {"look", false}},
       .tried = absl::StrCat("2 accounts with ", balance,
                             " each, 2 threads: Transfer(0, 1, ", balance,
                             ") and Transfer(1, 0, ", balance, ")")});
}

Outcome ALookerSeesAllTheMoney(Student& student, Random& random) {
  const int64_t balance = random.Between(50, 100);
  const int64_t amount = random.Between(1, balance);
  const auto look = [&](const char* what, bool at_all) {
    return ExpectProved(
        student, random,
        {.question = "looker",
         .arguments = {{"balance", balance},
                       {"amount", amount},
                       {"at_all", at_all}},
         .tried = absl::StrCat("2 accounts with ", balance, " each: ", what,
                               " while another thread does Transfer(0, 1, ",
                               amount, ")")});
  };
  return FirstFailure({look("balance(1)", false), look("Total()", true)});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "OneThreadMovesMoney",
           .points = 10,
           .hint = 1,
           .run = OneThreadMovesMoney},
          {.name = "ToItselfMovesNothing",
           .points = 10,
           .hint = 3,
           .run = ToItselfMovesNothing},
          {.name = "BackAndForthLosesNothing",
           .points = 20,
           .hint = 2,
           .run = BackAndForthLosesNothing},
          {.name = "ALookerSeesAllTheMoney",
           .points = 20,
           .hint = 4,
           .run = ALookerSeesAllTheMoney}};
}

}  // namespace exercise
