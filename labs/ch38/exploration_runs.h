// SPDX-License-Identifier: Apache-2.0
//
// Runs the program :explore from another one, as the demo does.
//
//   absl::StatusOr<std::string> text =
//       ch38::RunExploration(files, "lost-update", ch38::Show::kTrace);
//   if (absl::IsNotFound(text.status())) ...  // not explored on this system
//
// Thread safety: any thread.

#ifndef LABS_CH38_EXPLORATION_RUNS_H_
#define LABS_CH38_EXPLORATION_RUNS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {

enum class Show {
  kTrace,    // how it goes wrong, step by step, and the verdict
  kVerdict,  // that alone
};

// What :explore says of the exploration `name`, in lines of up to 76 columns.
//   NotFound  the program is not there: the explorer does not run on this
//             system, or not in this build
//   any other code of process::CheckOutput()
absl::StatusOr<std::string> RunExploration(const LabFiles& files,
                                           absl::string_view name, Show show);

// The same for a step of a demo: what to say where nothing is explored is the
// text then.
absl::StatusOr<std::string> ExplorationOrWhyNot(const LabFiles& files,
                                                absl::string_view name,
                                                Show show);

}  // namespace ch38

#endif  // LABS_CH38_EXPLORATION_RUNS_H_
