// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exploration_runs.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/run.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {

absl::StatusOr<std::string> RunExploration(const LabFiles& files,
                                           absl::string_view name, Show show) {
  const std::string program = files.Program("explore");
  if (!std::filesystem::exists(program)) {
    return absl::NotFoundError(absl::StrCat("there is no \"", program, "\""));
  }
  std::vector<std::string> words = {program, std::string(name), "--columns=76"};
  if (show == Show::kVerdict) words.push_back("--brief");
  return process::CheckOutput(words, {.io = {.text = true}});
}

absl::StatusOr<std::string> ExplorationOrWhyNot(const LabFiles& files,
                                                absl::string_view name,
                                                Show show) {
  absl::StatusOr<std::string> text = RunExploration(files, name, show);
  if (!absl::IsNotFound(text.status())) return text;
  return "skipped: no explorer in builds by Visual C++, nor under ASan or TSan";
}

}  // namespace ch38
