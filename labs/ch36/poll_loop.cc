// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/poll_loop.h"

#include <optional>

#include "absl/functional/function_ref.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

PollLoop WorkUntilEnd(process::Subprocess& child,
                      absl::FunctionRef<void()> work) {
  PollLoop loop;
  std::optional<process::ExitStatus> ended;
  while (!(ended = child.Poll())) {
    work();
    ++loop.rounds;
  }
  loop.status = *ended;
  return loop;
}

}  // namespace ch36
