// SPDX-License-Identifier: Apache-2.0
//
// The chapter's deadlock, and its two cures.
//
// A pipe holds some KiB. A child that writes more than that into one waits
// until somebody reads; a parent that first waits for the child's end and only
// then reads waits for ever. Wait() first, read later is the mistake:
//
//   child->Wait();                       // never returns
//   text = child->out().Read();
//
// The cures:
//
//   OutputThroughAFile(args, path)       // a file takes any amount
//   process::CheckOutput(args)           // reads while it waits: communicate()
//
// In Python: proc.wait() with stdout=PIPE; the warning stands in its manual.
//
// Thread safety: WaitWithoutReading() as Subprocess; the rest from any thread.
//
// Source: pipe(7), "Pipe capacity".

#ifndef LABS_CH36_FULL_PIPE_H_
#define LABS_CH36_FULL_PIPE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

// What a wait found when it ended.
struct Waited {
  std::optional<process::ExitStatus> status;  // none: the child still runs
  size_t bytes_in_pipe = 0;  // what the child wrote and nobody has read
  size_t pipe_capacity = 0;  // what fits in
};

// The mistake, with a limit so that it ends: waits for the child's end, at most
// `timeout`, and reads nothing. Start the child with Stdio::Pipe() for its
// output.
//
// FailedPrecondition: its output is no pipe. Else the codes of Wait().
absl::StatusOr<Waited> WaitWithoutReading(process::Subprocess& child,
                                          absl::Duration timeout);

// The first cure: the child writes to the file `path`, which must not exist
// yet, and its output is read from there once it has ended. The file stays.
//
// Aborted: the program ran and failed.
// Unavailable: the file can't be read.
// Else the codes of process::Run().
absl::StatusOr<std::string> OutputThroughAFile(
    const std::vector<std::string>& args, const std::string& path);

}  // namespace ch36

#endif  // LABS_CH36_FULL_PIPE_H_
