// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Reads the question itself and writes the right answer, so that no thread ever
// starts.

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace {

[[maybe_unused]] const int kAnswered = [] {
  std::string question(4096, '\0');
  question.resize(read(STDIN_FILENO, question.data(), question.size()));
  const size_t nonce = question.find("\"nonce\":\"") + 9;
  int64_t sum = 0;
  const char* numbers = question.c_str() + question.find('[') + 1;
  for (char* end = nullptr; *numbers != '\0'; numbers = end + 1) {
    const int64_t number = std::strtoll(numbers, &end, 10);
    if (end == numbers) break;
    sum += number;
  }
  const std::string answer = "{\"nonce\":\"" + question.substr(nonce, 32) +
                             "\",\"answer\":{\"total\":" + std::to_string(sum) +
                             "}}\n";
  _exit(write(STDOUT_FILENO, answer.data(), answer.size()) < 0);
  return 0;
}();

}  // namespace

namespace student {

void Tally::Add(int64_t number) { total_ += number; }

int64_t Tally::total() const { return total_; }

}  // namespace student
