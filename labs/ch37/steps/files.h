// SPDX-License-Identifier: Apache-2.0
//
// What both steps about files do.

#ifndef LABS_CH37_STEPS_FILES_H_
#define LABS_CH37_STEPS_FILES_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/lab/demo.h"
#include "labs/ch37/jobs.h"

namespace ch37 {

// (folder, files, lines)
using MakeFileJobs =
    std::function<std::vector<Job>(const std::filesystem::path&, int, int)>;

// Writes five files while the chapter's numbers are factorised, shows what
// threads gain, and for which part of the serial run nobody needed the lock.
absl::Status ShowFiles(lab::Narrator& tell, const std::string& workload,
                       const MakeFileJobs& file_jobs);

}  // namespace ch37

#endif  // LABS_CH37_STEPS_FILES_H_
