// SPDX-License-Identifier: Apache-2.0
//
// Two children joined by a pipe, made by hand: `first | second`.
//
//   absl::StatusOr<ch36::Joined> joined =
//       ch36::JoinByPipe({list_sockets}, {find_lines, "LISTEN"});
//
// In Python: Popen(first, stdout=PIPE), Popen(second, stdin=p1.stdout,
// stdout=PIPE), and the line that many forget: p1.stdout.close().
//
// It is here to be read. In a program of yours call process::RunPipeline(),
// which does the same for any number of stages, with input and a timeout.
//
// Thread safety: call it from any thread.

#ifndef LABS_CH36_PIPELINE_H_
#define LABS_CH36_PIPELINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/process/exit_status.h"

namespace ch36 {

struct Joined {
  std::string out;             // what `second` wrote, "\n" at line ends
  process::ExitStatus first;   // how each of them ended: a failure of the first
  process::ExitStatus second;  // one does not show in the other's
};

// Runs both side by side until both have ended. The codes of
// process::Subprocess::Start(): one of them never ran, and the other has been
// killed.
absl::StatusOr<Joined> JoinByPipe(const std::vector<std::string>& first,
                                  const std::vector<std::string>& second);

}  // namespace ch36

#endif  // LABS_CH36_PIPELINE_H_
