// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
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

int64_t Size(const std::string& message) {
  return static_cast<int64_t>(message.size());
}

Answer AskOneThread(Student& student, int64_t capacity,
                    const std::vector<std::string>& steps) {
  return student.Ask("one_thread", {{"capacity", capacity}, {"steps", steps}},
                     absl::StrCat("one thread, a capacity of ", capacity,
                                  " bytes: ", absl::StrJoin(steps, ", ")));
}

Outcome FirstInFirstOut(Student& student, Random& random) {
  const std::string a = random.Word();
  const std::string b = random.Word();
  const int64_t capacity = Size(a) + Size(b);
  const std::string c(a.size(), 'c');
  const std::string too_large(static_cast<size_t>(capacity) + 1, 'x');
  return ExpectExplored(
      AskOneThread(student, capacity,
                   {"Push " + a, "Push " + too_large, "Push " + b, "Pop",
                    "Push " + c, "Pop", "Pop"}),
      {{"results",
        std::vector<std::string>{"true", "false", "true", a, "true", b, c}},
       {"bytes", std::vector<int64_t>{Size(a), Size(a), capacity, Size(b),
                                      capacity, Size(c), 0}}});
}

Outcome WhatIsInsideOutlivesClose(Student& student, Random& random) {
  const std::string a = random.Word();
  const std::string b = random.Word();
  return ExpectExplored(
      AskOneThread(student, 100,
                   {"Push " + a, "Push " + b, "Close", "Push late", "Pop",
                    "Pop", "Pop", "Close", "Pop"}),
      {{"results", std::vector<std::string>{"true", "true", "done", "false", a,
                                            b, "nothing", "done", "nothing"}}});
}

Outcome APopWaitsForAMessage(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  return ExpectProved(
      student, random,
      {.question = "arrival",
       .arguments = {{"first", first}, {"second", second}},
       .tried = absl::StrCat("Pop() twice while another thread does Push(",
                             first, ") and Push(", second, ")")});
}

Outcome APushWaitsForRoom(Student& student, Random& random) {
  const std::string first = random.Word();
  const std::string second = random.Word();
  const int64_t capacity = Size(first) + Size(second) - random.Between(1, 3);
  return ExpectProved(
      student, random,
      {.question = "room",
       .arguments = {{"capacity", capacity},
                     {"first", first},
                     {"second", second}},
       .tried = absl::StrCat("a capacity of ", capacity, " bytes, ", first,
                             " is inside: bytes() and Pop() twice while "
                             "another thread does Push(",
                             second, ")")});
}

Outcome CloseWakesAllWhoWait(Student& student, Random& random) {
  const std::string inside = random.Word();
  return FirstFailure(
      {ExpectProved(student, random,
                    {.question = "end_of_pops",
                     .tried = "Close() while two threads Pop() from an empty "
                              "queue"}),
       ExpectProved(student, random,
                    {.question = "end_of_pushes",
                     .arguments = {{"inside", inside}},
                     .tried = absl::StrCat("a capacity of ", Size(inside),
                                           " bytes, ", inside,
                                           " is inside: Close() while two "
                                           "threads do Push(late)")})});
}

}  // namespace

std::vector<Check> VisibleChecks() {
  return {{.name = "FirstInFirstOut",
           .points = 10,
           .hint = 1,
           .run = FirstInFirstOut},
          {.name = "WhatIsInsideOutlivesClose",
           .points = 10,
           .hint = 1,
           .run = WhatIsInsideOutlivesClose},
          {.name = "APopWaitsForAMessage",
           .points = 10,
           .hint = 1,
           .run = APopWaitsForAMessage},
          {.name = "APushWaitsForRoom",
           .points = 15,
           .hint = 2,
           .run = APushWaitsForRoom},
          {.name = "CloseWakesAllWhoWait",
           .points = 15,
           .hint = 3,
           .run = CloseWakesAllWhoWait}};
}

}  // namespace exercise
