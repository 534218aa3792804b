// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipeline.h"

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/internal/run_stages.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"

namespace process {

absl::StatusOr<std::vector<CompletedProcess>> RunPipeline(
    absl::Span<const Stage> stages, const CommunicateOptions& io,
    absl::Duration kill_grace) {
  return internal::RunStages(stages, io, kill_grace, Subprocess::Start);
}

}  // namespace process
