// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/end_within.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {
namespace {

// The child has ended, or waiting for it failed.
bool Settled(const absl::StatusOr<process::ExitStatus>& waited) {
  return !absl::IsDeadlineExceeded(waited.status());
}

absl::StatusOr<Ending> EndingOf(
    const absl::StatusOr<process::ExitStatus>& waited, EndedBy by) {
  if (!waited.ok()) return waited.status();
  return Ending{*waited, by};
}

}  // namespace

absl::StatusOr<Ending> EndWithin(process::Subprocess& child,
                                 const Limits& limits) {
  absl::StatusOr<process::ExitStatus> waited = child.Wait(limits.patience);
  if (Settled(waited)) return EndingOf(waited, EndedBy::kItself);

  absl::Status asked = child.Terminate();
  if (!asked.ok()) return asked;
  waited = child.Wait(limits.grace);
  const EndedBy by = Settled(waited) ? EndedBy::kRequest : EndedBy::kForce;

  // Even if the child has ended: what it had started may not have.
  absl::StatusOr<process::TreeReach> killed = child.KillTree();
  if (!killed.ok()) return killed.status();
  return EndingOf(child.Wait(), by);
}

std::string ToString(EndedBy by) {
  switch (by) {
    case EndedBy::kItself:
      return "by itself";
    case EndedBy::kRequest:
      return "when asked";
    case EndedBy::kForce:
      return "by force";
  }
  return "";
}

}  // namespace ch36
