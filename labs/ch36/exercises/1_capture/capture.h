// SPDX-License-Identifier: Apache-2.0
//
// Runs a program and keeps what it wrote: Capture() all of it, FirstLine() the
// line that many programs are asked for.
//
//   absl::StatusOr<ch36::Captured> git = ch36::Capture({"git", "status"});
//   if (!git.ok()) return git.status();      // it never ran
//   if (git->exit_code != 0) Show(git->err);  // it ran, and failed
//
//   ch36::FirstLine({"git", "rev-parse", "HEAD"});
//
// Thread safety: any thread may call them.

#ifndef LABS_CH36_EXERCISES_1_CAPTURE_CAPTURE_H_
#define LABS_CH36_EXERCISES_1_CAPTURE_CAPTURE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ch36 {

struct Captured {
  std::string out = "";  // all of its standard output
  std::string err = "";  // all of its standard error
  int64_t exit_code = 0;
};

// Runs command[0] with the arguments command[1], command[2], ... to its end.
// No shell takes part. That the program fails is no error; an error means that
// it could not be run, with the codes of process::Subprocess::Start().
absl::StatusOr<Captured> Capture(const std::vector<std::string>& command);

// The first line of its output, without the line end. Errors:
//   those of Capture()
//   Aborted     its exit code is not 0; the message holds the code, and what
//               the program wrote to standard error
//   OutOfRange  it wrote nothing to standard output
absl::StatusOr<std::string> FirstLine(const std::vector<std::string>& command);

}  // namespace ch36

#endif  // LABS_CH36_EXERCISES_1_CAPTURE_CAPTURE_H_
