// SPDX-License-Identifier: Apache-2.0
//
// Work that goes on while a child runs: the chapter's poll loop.
//
//   ch36::PollLoop loop = ch36::WorkUntilEnd(*child, [&] { image.DrawRow(); });
//   if (!loop.status.ok()) ...
//
// In Python: while proc.poll() is None: work()
//
// It is right where there is work to do meanwhile. Where there is none, such a
// loop only heats a processor: child->Wait() sleeps until the child has ended.
//
// Thread safety: of Subprocess (common/process/subprocess.h).

#ifndef LABS_CH36_POLL_LOOP_H_
#define LABS_CH36_POLL_LOOP_H_

#include "absl/functional/function_ref.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

struct PollLoop {
  process::ExitStatus status;  // how the child ended
  int rounds = 0;              // how often work() was called meanwhile
};

// Calls work() as long as `child` runs, and looks between two calls whether it
// still does. The child's end is seen only once work() returns, so keep it
// short. The child's pipes are not read: see full_pipe.h.
PollLoop WorkUntilEnd(process::Subprocess& child,
                      absl::FunctionRef<void()> work);

}  // namespace ch36

#endif  // LABS_CH36_POLL_LOOP_H_
