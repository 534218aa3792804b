// SPDX-License-Identifier: Apache-2.0
//
// A timeout in three steps: wait, ask, force.
//
//   absl::StatusOr<ch36::Ending> ending = ch36::EndWithin(
//       *child, {.patience = absl::Seconds(10), .grace = absl::Seconds(1)});
//   if (ending.ok() && ending->by == ch36::EndedBy::kForce) ...
//
// In Python: wait(timeout=10), and on TimeoutExpired terminate(), wait(1), and
// on TimeoutExpired again kill(), wait(). Python's kill() reaches the child
// alone; what the child has started lives on.
//
// It is here to be read. In a program of yours, process::Run() has io.timeout
// and kill_grace, and Subprocess has Stop().
//
// Start the child with Group::kNewGroup, so that the processes it has started
// can be found even when it has ended.
//
// Thread safety: of Subprocess (common/process/subprocess.h).

#ifndef LABS_CH36_END_WITHIN_H_
#define LABS_CH36_END_WITHIN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

struct Limits {
  absl::Duration patience = absl::Seconds(10);  // for its end by itself
  absl::Duration grace = absl::Seconds(1);      // for its end after asking
};

enum class EndedBy {
  kItself,   // within the patience
  kRequest,  // Terminate(), within the grace (Windows: this forces, too)
  kForce,    // KillTree()
};

struct Ending {
  process::ExitStatus status;
  EndedBy by = EndedBy::kItself;
};

// Waits for the child's end, but no longer than the limits: it always ends, and
// if it had to be asked or forced, so do the processes it has started. The
// child's pipes are not read meanwhile: see full_pipe.h. The codes of Wait(),
// Terminate() and KillTree().
absl::StatusOr<Ending> EndWithin(process::Subprocess& child,
                                 const Limits& limits = {});

// "by itself", "when asked", "by force".
std::string ToString(EndedBy by);

}  // namespace ch36

#endif  // LABS_CH36_END_WITHIN_H_
