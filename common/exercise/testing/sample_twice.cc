// SPDX-License-Identifier: Apache-2.0
//
// Answers "twice". The program's name says how: sample_solution does it right,
// sample_mutant for numbers from 0 on, sample_starter not at all.

#include <cstdint>
#include <string>

#include "common/exercise/runner.h"
#include "common/exercise/values.h"

int main(int, char** argv) {
  const std::string name = argv[0];
  const bool solution = name.find("sample_solution") != std::string::npos;
  const bool mutant = name.find("sample_mutant") != std::string::npos;
  const auto twice = [=](const exercise::Values& ask) -> exercise::Values {
    const int64_t number = ask.Int("number");
    const bool right = solution || (mutant && number >= 0);
    return {{"result", right ? 2 * number : 1}};
  };
  return exercise::AnswerQuestions({{"twice", twice}});
}
