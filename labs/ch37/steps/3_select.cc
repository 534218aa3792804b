// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/steps/steps.h"
#include "labs/ch37/steps/three_locks.h"

namespace ch37 {

absl::Status SelectStep(lab::Narrator& tell) {
  tell.Say(
      "A blocking call waits in the operating system and needs no processor. "
      "Five calls of 0.1 s each, one after another and then on five threads.");
  tell.Translate("select.select([], [], [], 0.1)",
                 "const ch37::BlockingRegion unlocked(gil, self);\n"
                 "ch37::BlockingSelect(absl::Milliseconds(100));");
  absl::StatusOr<std::string> table = SpeedUpsUnderThreeLocks(
      "5 blocking selects",
      [] { return SelectJobs(5, absl::Milliseconds(100)); });
  if (!table.ok()) return table.status();
  tell.Output(*table);
  tell.Notice(
      "Five waits side by side take as long as one, under any lock and on any "
      "number of processors: the lock is given up around the call. This is "
      "what threads are good for in Python. (With a fresh socket in place of "
      "the empty lists, as in the lecture, select() would not wait at all on "
      "Linux: such a socket counts as ready.)");
  return absl::OkStatus();
}

}  // namespace ch37
