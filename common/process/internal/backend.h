// SPDX-License-Identifier: Apache-2.0
//
// What common/process asks of an operating system. This is the only seam:
// backend_posix.cc and backend_windows.cc fulfil it, everything else is
// portable. Not for use outside common/process.
//
// The contract, which both keep:
//
// * Starting is all or nothing. An error means that no program ran, that no
//   handle stayed open and that no child is left to wait for. It carries one
//   code of those listed at process::Run(), the stage that failed and the
//   system's own error text; Run() adds the program's name.
// * The child gets exactly three handles: an empty input and the writing ends
//   of two pipes. It inherits nothing else, whatever the rest of the program
//   has open, and children that other threads start here get none of the three.
// * Both pipes are emptied together, so that the child can fill either to any
//   size in any order without waiting for us forever.
// * Destroying a Child that nobody waited for kills it and waits for it: no
//   zombie stays, whichever way the caller's code was left.
//
// Thread safety: StartChild() may be called from any thread, without any lock
// held for it. A Child belongs to one thread at a time.

#ifndef COMMON_PROCESS_INTERNAL_BACKEND_H_
#define COMMON_PROCESS_INTERNAL_BACKEND_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/process/exit_status.h"

namespace process::internal {

class Child {
 public:
  virtual ~Child() = default;

  // Appends all that the program writes to its output and to its error output,
  // until both are closed by the program and by all it gave them to. Once only.
  // An error is one of the system's, with the program still running.
  virtual absl::Status Drain(std::string& out, std::string& err) = 0;

  // Blocks until the program has ended. Once only.
  virtual ExitStatus Wait() = 0;
};

// Starts args[0], looked for on PATH if it names no folder. The caller has
// checked that args and args[0] are not empty and that there is no NUL byte.
absl::StatusOr<std::unique_ptr<Child>> StartChild(
    absl::Span<const std::string> args);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_BACKEND_H_
