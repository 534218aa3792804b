// SPDX-License-Identifier: Apache-2.0
//
// How the judge talks to the process that runs the student's code.
//
//   judge                                     runner (student's code in it)
//   {"nonce": N, "name": "total",      ->     its standard input
//    "arguments": {"sensors": 2}}
//   its standard output                <-     {"nonce": N,
//                                              "answer": {"total": 6}}
//
// One question a process: the judge starts the runner, writes one line, closes
// the runner's input, and reads until the runner ends. It believes an answer
// only if the runner
//   - wrote that one line and nothing else,
//   - with the nonce of this question (128 random bits), and
//   - ended by itself with code 0 afterwards.
// All else is a verdict that follows from how the process ended; see end.h.
// So _exit(0), a static constructor that quits, or output forged in advance
// earn nothing.
//
// The runner moves both ends out of the way before the student's functions are
// called (standard input is empty then, standard output leads to standard
// error), so what the student's code prints, or what its children read, does no
// harm. Code in the runner's process that goes looking for the channel can find
// it, and answer the question instead of the runner: the answer must still be
// the right one for input that was made up a moment ago. Where an answer can be
// guessed ("is there a bug?"), see explored_check.h.
//
// Thread safety: pure functions. Errors: InvalidArgument says what is wrong
// with a line.

#ifndef COMMON_EXERCISE_WIRE_H_
#define COMMON_EXERCISE_WIRE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/values.h"

namespace exercise {

struct Question {
  std::string nonce = "";  // 32 hexadecimal digits
  std::string name = "";
  Values arguments = {};
};

// 128 bits from the system's source of random numbers.
std::string RandomNonce();

// One line each, with its line end.
std::string EncodeQuestion(const Question& question);
std::string EncodeAnswer(absl::string_view nonce, const Values& answer);

// InvalidArgument: no such line.
absl::StatusOr<Question> DecodeQuestion(absl::string_view line);

// The answer in all that a runner wrote, which must be one line with `nonce`.
//
// NotFound         it wrote nothing
// InvalidArgument  it wrote something else
absl::StatusOr<Values> DecodeAnswer(absl::string_view written,
                                    absl::string_view nonce);

}  // namespace exercise

#endif  // COMMON_EXERCISE_WIRE_H_
