// SPDX-License-Identifier: Apache-2.0
//
// Calls the functions of factorise.h as the checks ask, and says what came.

#include "common/exercise/runner.h"

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/exercise/explored.h"
#include "common/exercise/meeting.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch37/exercises/1_factorise/factorise.h"

namespace {

using ::ch37::Factors;
using ::exercise::Meeting;
using ::exercise::Values;

using OneFunction = std::function<Factors(int64_t)>;
using AllFunction = std::function<std::vector<Factors>(
    const std::vector<int64_t>&, const OneFunction&)>;

// ---- One thread

Values Factorise(const Values& ask) {
  return {{"factors", ch37::Factorise(ask.Int("number"))}};
}

// `factorise` notes what it is called with.
Values OneAfterAnother(const Values& ask) {
  std::vector<int64_t> asked;
  const std::thread::id caller = std::this_thread::get_id();
  bool elsewhere = false;
  const std::vector<Factors> all =
      ch37::FactoriseAll(ask.Ints("numbers"), [&](int64_t number) {
        elsewhere = elsewhere || std::this_thread::get_id() != caller;
        asked.push_back(number);
        return Factors{number, 2 * number};
      });
  std::vector<std::string> results;
  for (const Factors& factors : all) {
    results.push_back(absl::StrJoin(factors, " "));
  }
  return {{"asked", asked},
          {"results", results},
          {"on_the_calling_thread", !elsewhere}};
}

// ---- Threads

// Canaries (explored_check.h): each has a bug that a scenario is to find.
std::vector<Factors> AsTheyCome(const std::vector<int64_t>& numbers,
                                const OneFunction& one) {
  std::vector<Factors> found;
  std::vector<std::thread> helpers;
  for (int64_t number : numbers) {
    helpers.emplace_back([&, number] { found.push_back(one(number)); });
  }
  for (std::thread& helper : helpers) helper.join();
  return found;
}

std::vector<Factors> NoThreadAtAll(const std::vector<int64_t>& numbers,
                                   const OneFunction& one) {
  std::vector<Factors> found;
  for (int64_t number : numbers) found.push_back(one(number));
  return found;
}

AllFunction Subject(const Values& ask, AllFunction canary) {
  return exercise::IsCanary(ask) ? canary : ch37::FactoriseAllOnThreads;
}

std::string ToText(const std::vector<Factors>& all) {
  return absl::StrJoin(all, ", ", [](std::string* out, const Factors& one) {
    absl::StrAppend(out, "{", absl::StrJoin(one, " "), "}");
  });
}

void RequireFactors(const std::vector<Factors>& got,
                    const std::vector<int64_t>& numbers) {
  std::vector<Factors> expected;
  for (int64_t number : numbers) expected.push_back(Factors{1, number});
  if (got == expected) return;
  exercise::Require(false, absl::StrCat("the result is ", ToText(got),
                                        ", and should be ", ToText(expected)));
}

// Each number's result is in its place.
Values InOrder(const Values& ask) {
  const AllFunction all = Subject(ask, AsTheyCome);
  return exercise::Explored(explorer::Explore([&] {
    const std::vector<int64_t> numbers = ask.Ints("numbers");
    RequireFactors(all(numbers,
                       [](int64_t number) {
                         return Factors{1, number};
                       }),
                   numbers);
  }));
}

thread_local bool called_before = false;

// No thread is asked twice, and the calling one not at all.
Values OwnThreads(const Values& ask) {
  const AllFunction all = Subject(ask, NoThreadAtAll);
  return exercise::Explored(explorer::Explore([&] {
    const std::vector<int64_t> numbers = ask.Ints("numbers");
    const std::thread::id caller = std::this_thread::get_id();
    all(numbers, [&](int64_t number) {
      exercise::Require(std::this_thread::get_id() != caller,
                        "factorise is called on the calling thread");
      exercise::Require(!called_before,
                        "factorise is called twice on the same thread");
      called_before = true;
      return Factors{1, number};
    });
  }));
}

// Each call goes on when all have begun.
Values AtTheSameTime(const Values& ask) {
  const AllFunction all = Subject(ask, NoThreadAtAll);
  return exercise::Explored(explorer::Explore([&] {
    const std::vector<int64_t> numbers = ask.Ints("numbers");
    Meeting meeting(numbers.size());
    RequireFactors(all(numbers,
                       [&](int64_t number) {
                         meeting.Come();
                         return Factors{1, number};
                       }),
                   numbers);
  }));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"factorise", Factorise},
                                    {"one_after_another", OneAfterAnother},
                                    {"in_order", InOrder},
                                    {"own_threads", OwnThreads},
                                    {"at_the_same_time", AtTheSameTime}});
}
