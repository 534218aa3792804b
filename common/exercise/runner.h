// SPDX-License-Identifier: Apache-2.0
//
// The program that holds the student's code and answers the judge's questions.
//
//   // runner.cc
//   exercise::Values Total(const exercise::Values& arguments) {
//     Counter counter;  // the student's
//     ... arguments.Int("sensors") ...
//     return {{"total", counter.value()}};
//   }
//
//   int main() { return exercise::AnswerQuestions({{"total", Total}}); }
//
// The runner judges nothing: it calls the student's code and says what came.
// wire.h tells how the two talk, and what that defends against.
//
// To ask one by hand:
//
//   echo '{"nonce": "", "name": "total", "arguments": {"sensors": 2}}' | runner
//
// Thread safety: call it once, from main(), before any other thread runs.

#ifndef COMMON_EXERCISE_RUNNER_H_
#define COMMON_EXERCISE_RUNNER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "common/exercise/values.h"

namespace exercise {

using AnswerFunction = std::function<Values(const Values& arguments)>;

// Answers the questions on standard input, until that ends, by calling the
// function of their name. Meanwhile and afterwards standard input is empty, and
// standard output leads to standard error.
//
// Returns main()'s exit code: 0, or 64 if there was a line that is no question
// or that asks for a name that has no function; standard error says which.
int AnswerQuestions(
    const std::vector<std::pair<std::string, AnswerFunction>>& functions);

}  // namespace exercise

#endif  // COMMON_EXERCISE_RUNNER_H_
