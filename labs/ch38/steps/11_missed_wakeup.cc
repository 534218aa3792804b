// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status MissedWakeupStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "A recorder waits for a reading that a sensor brings. It looks whether "
      "there is one, and if not it waits for a signal; in between it lets go "
      "of the lock:");
  tell.Code(
      "const bool must_wait = IsEmpty();           // locks, looks, unlocks\n"
      "absl::MutexLock lock(&mu_);\n"
      "if (must_wait) arrived_.Wait(&mu_);         // the signal was before");
  absl::StatusOr<std::string> missed =
      ExplorationOrWhyNot(files, "missed-wakeup", Show::kTrace);
  if (!missed.ok()) return missed.status();
  tell.Output(*missed);
  tell.Say("Without a signal to miss, the recorder names what it waits for:");
  tell.Code(
      "absl::MutexLock lock(\n"
      "    &mu_, absl::Condition(this, &ReadingSlot::HasReading));");
  absl::StatusOr<std::string> proof =
      ExplorationOrWhyNot(files, "condition", Show::kVerdict);
  if (!proof.ok()) return proof.status();
  tell.Output(*proof);
  tell.Notice(
      "A signal wakes who waits already, and is gone. Look and wait under one "
      "hold of the lock, in a loop; or name the condition, and the lock looks "
      "for you after each change.");
  return absl::OkStatus();
}

}  // namespace ch38
