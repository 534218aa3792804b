// SPDX-License-Identifier: Apache-2.0
//
// What Run(), RunShell() and RunPipeline() have in common: all of it, but how a
// stage is started.

#ifndef COMMON_PROCESS_INTERNAL_RUN_STAGES_H_
#define COMMON_PROCESS_INTERNAL_RUN_STAGES_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/options.h"
#include "common/process/pipeline.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"

namespace process::internal {

// Subprocess::Start(), or another way from a stage's args to a child.
using StartFunction = absl::FunctionRef<absl::StatusOr<Subprocess>(
    absl::Span<const std::string> args, const StartOptions& options)>;

// RunPipeline(), with each stage started by `start`.
absl::StatusOr<std::vector<CompletedProcess>> RunStages(
    absl::Span<const Stage> stages, const CommunicateOptions& io,
    absl::Duration kill_grace, StartFunction start);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_RUN_STAGES_H_
