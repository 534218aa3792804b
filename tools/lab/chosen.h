// SPDX-License-Identifier: Apache-2.0
//
// Which exercise a command is about.
//
// Thread safety: pure functions, but for the files that are read.

#ifndef TOOLS_LAB_CHOSEN_H_
#define TOOLS_LAB_CHOSEN_H_

#include "absl/status/statusor.h"
#include "tools/lab/command.h"
#include "tools/lab/workspace.h"

namespace lab_command {

// The one that `request` names, or else the one that `lab next` does.
//
//   NotFound  there is none; the message is for the student
absl::StatusOr<Exercise> Chosen(const Workspace& workspace,
                                const Request& request);

}  // namespace lab_command

#endif  // TOOLS_LAB_CHOSEN_H_
