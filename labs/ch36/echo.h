// SPDX-License-Identifier: Apache-2.0
//
// The chapter's first sample: let another program echo a text, and read that
// echo through a pipe. In Python:
//
//   proc = subprocess.Popen(['echo', text], stdout=subprocess.PIPE)
//   out, err = proc.communicate()
//
// Here:
//
//   absl::StatusOr<std::string> out = ch36::EchoThroughAPipe(program, text);
//
// Thread safety: call it from any thread.

#ifndef LABS_CH36_ECHO_H_
#define LABS_CH36_ECHO_H_

#include <string>

#include "absl/status/statusor.h"

namespace ch36 {

// Runs `echo_program` (//labs/ch36/children:echo) with `text` as its argument
// and returns the line it wrote, without the line end.
//
// Aborted: the program ran and failed; the message says how.
// Else the codes of process::Run(): the program never ran.
absl::StatusOr<std::string> EchoThroughAPipe(const std::string& echo_program,
                                             const std::string& text);

}  // namespace ch36

#endif  // LABS_CH36_ECHO_H_
