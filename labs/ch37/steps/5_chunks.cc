// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "common/lab/temp_directory.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/steps/files.h"
#include "labs/ch37/steps/steps.h"
#include "labs/ch37/steps/three_locks.h"

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

  tell.Say("And files of which the bytes are there already, 4 MiB each:");
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  absl::StatusOr<std::string> table = SpeedUpsUnderThreeLocks(
      "5 large writes",
      [&] { return LargeWriteJobs(folder->path(), 5, /*mebibytes=*/4); });
  if (!table.ok()) return table.status();
  tell.Output(*table);
  tell.Notice(
      "One call a file changes little as long as making the text takes nearly "
      "all of the time. Large writes of what is there already do overlap, "
      "under any lock. Before you ask how many threads, ask what of your "
      "program waits.");
  return absl::OkStatus();
}

}  // namespace ch37
