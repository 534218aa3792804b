// SPDX-License-Identifier: Apache-2.0
//
// RunPipeline() runs programs side by side, the output of each being the input
// of the next: a | b | c, without a shell.
//
//   absl::StatusOr<std::vector<process::CompletedProcess>> stages =
//       process::RunPipeline({{.args = {"sort"}}, {.args = {"uniq", "-c"}}},
//                            {.input = text});
//   if (!stages.ok()) return stages.status();  // some stage never ran
//   Use(stages->back().out);
//
// Thread safety: call it from any thread, from many at once.
//
// Source: "Replacing shell pipeline" in the documentation of Python's
// subprocess.

#ifndef COMMON_PROCESS_PIPELINE_H_
#define COMMON_PROCESS_PIPELINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/options.h"
#include "common/process/run.h"

namespace process {

// One program of a pipeline. Its streams between stages are the pipeline's;
// start.in may be said for the first stage, start.out for the last one, and
// start.err for each. Where nothing is said they are as with Run(). What
// start.on_destroy says has no effect: no stage outlives the call.
struct Stage {
  std::vector<std::string> args;
  StartOptions start = {};
};

// As with Run(). The limit of io counts for each stage's error output too.
// After io.timeout every stage is stopped.
//
// One result a stage, in order: `out` is filled in the last one alone, `err` in
// each. A stage whose reader has ended is told so by its next write (POSIX:
// SIGPIPE), as in a shell: look at every status, not just the last one.
//
// A returned error means that a stage could not be started; those that ran
// already have been killed. The codes of Run(), and
//   InvalidArgument  no stages, or streams said that are the pipeline's
absl::StatusOr<std::vector<CompletedProcess>> RunPipeline(
    absl::Span<const Stage> stages, const CommunicateOptions& io = {},
    absl::Duration kill_grace = absl::ZeroDuration());

}  // namespace process

#endif  // COMMON_PROCESS_PIPELINE_H_
