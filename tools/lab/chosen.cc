// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/chosen.h"

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/lab/command.h"
#include "tools/lab/standing.h"
#include "tools/lab/workspace.h"

namespace lab_command {

absl::StatusOr<Exercise> Chosen(const Workspace& workspace,
                                const Request& request) {
  if (!request.words.empty()) {
    return FindExercise(workspace, request.words[0]);
  }
  absl::Status status = HasExercises(workspace);
  if (!status.ok()) return status;
  const std::optional<size_t> next = Next(workspace, AllStandings(workspace));
  if (next.has_value()) return workspace.exercises[*next];
  return absl::NotFoundError(
      "nothing is left to do, so say which exercise you mean, as in ch38/1");
}

}  // namespace lab_command
