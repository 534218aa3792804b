// SPDX-License-Identifier: Apache-2.0

#include "absl/status/status.h"
#include "common/lab/demo.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/steps/files.h"
#include "labs/ch37/steps/steps.h"

namespace ch37 {

absl::Status ChunksStep(lab::Narrator& tell) {
  tell.Say(
      "The same bytes once more: each file is put together in memory, and then "
      "written by one call.");
  tell.Translate(
      "text = ''.join('%d\\n' % i for i in range(lines))\n"
      "file.write(text)",
      "ch37::ChunkJobs(folder, 5, 200'000);");
  absl::Status shown = ShowFiles(tell, "5 files in one go", ChunkJobs);
  if (!shown.ok()) return shown;
  tell.Notice(
      "Few large writes give the lock up for longer at a time, so that part "
      "can overlap; making the text can't. Before you ask how many threads, "
      "ask what of your program waits.");
  return absl::OkStatus();
}

}  // namespace ch37
