// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "common/lab/demo.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/sensors.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status LockStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "A lock lets one thread at a time into the three steps. Whoever comes "
      "meanwhile waits at the door.");
  tell.Translate("with self.lock:\n    self.count += offset",
                 "absl::MutexLock lock(&mu_);\ncount_ += offset;");
  LockedCounter counter;
  const int64_t total = CountReadings(counter, 5, 100'000);
  tell.Output(absl::StrFormat("expected  500000\ncounted   %d", total));
  if (total != 500'000) return absl::DataLossError("readings were lost");

  tell.Say("That was one run. The explorer tries all orders, of two and five:");
  for (const char* name : {"locked", "locked-5"}) {
    absl::StatusOr<std::string> proof =
        ExplorationOrWhyNot(files, name, Show::kVerdict);
    if (!proof.ok()) return proof.status();
    tell.Output(*proof);
  }
  tell.Notice(
      "A right total in one run says nothing; this says it for each run there "
      "can ever be. What makes no difference need not be tried: with the lock "
      "only the order of the sensors matters, and five have 120.");
  return absl::OkStatus();
}

}  // namespace ch38
