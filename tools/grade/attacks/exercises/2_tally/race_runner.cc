// SPDX-License-Identifier: Apache-2.0
//
// A thread for each number, watched by ThreadSanitizer.

#include <cstdint>
#include <thread>
#include <vector>

#include "common/exercise/runner.h"
#include "common/exercise/values.h"
#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace {

exercise::Values Total(const exercise::Values& ask) {
  student::Tally tally;
  std::vector<std::thread> threads;
  for (int64_t number : ask.Ints("numbers")) {
    threads.emplace_back([&tally, number] { tally.Add(number); });
  }
  for (std::thread& thread : threads) thread.join();
  return {{"total", tally.total()}};
}

}  // namespace

int main() { return exercise::AnswerQuestions({{"total", Total}}); }
