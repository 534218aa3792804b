// SPDX-License-Identifier: Apache-2.0

#include "absl/status/status.h"
#include "common/lab/demo.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/steps/files.h"
#include "labs/ch37/steps/steps.h"

namespace ch37 {

absl::Status LinesStep(lab::Narrator& tell) {
  tell.Say(
      "Five files of 200,000 lines are written, a line at a time, while the "
      "four numbers are factorised. The lecture expected writing to be "
      "waiting, and its threads gained nothing.");
  tell.Translate(
      "for i in range(lines):\n"
      "    file.write('%d\\n' % i)",
      "ch37::LineJobs(folder, 5, 200'000);");
  absl::Status shown = ShowFiles(tell, "5 files by line", LineJobs);
  if (!shown.ok()) return shown;
  tell.Notice(
      "A loop that writes lines is a loop that computes: each line is made "
      "and put into a buffer, with the lock held. Only a full buffer goes to "
      "the system without it, thousands of times for a moment. That is too "
      "little, in too small pieces, for other threads to get far meanwhile.");
  return absl::OkStatus();
}

}  // namespace ch37
