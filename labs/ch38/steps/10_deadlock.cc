// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status DeadlockStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "To move blocks from one disk to another takes both locks. One thread "
      "moves from disk 0 to disk 1, another one back:");
  tell.Code(
      "absl::MutexLock lock_source(&source.mu);\n"
      "absl::MutexLock lock_target(&target.mu);");
  absl::StatusOr<std::string> deadlock =
      ExplorationOrWhyNot(files, "source-first", Show::kTrace);
  if (!deadlock.ok()) return deadlock.status();
  tell.Output(*deadlock);
  tell.Say("The lock of the disk with the lower number first, whoever moves:");
  absl::StatusOr<std::string> proof =
      ExplorationOrWhyNot(files, "lower-first", Show::kVerdict);
  if (!proof.ok()) return proof.status();
  tell.Output(*proof);
  tell.Notice(
      "Each line of the deadlock is right by itself. Two locks, two orders: "
      "each thread holds what the other waits for. One order for all rules it "
      "out, and so does never holding two locks at once.");
  return absl::OkStatus();
}

}  // namespace ch38
