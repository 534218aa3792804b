// SPDX-License-Identifier: Apache-2.0
//
// The ten steps of the chapter's demo. Each is a function in a file of its own,
// to be opened, changed and run again:
//
//   bazel run //labs/ch36:demo -- --step=8
//
// A step tells what it is about, does it, and shows what came out. An error
// that it returns is a step that could not do what it promised.

#ifndef LABS_CH36_STEPS_STEPS_H_
#define LABS_CH36_STEPS_STEPS_H_

#include "absl/status/status.h"
#include "common/lab/demo.h"
#include "labs/ch36/child_programs.h"

namespace ch36 {

absl::Status EchoStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status ShellStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status PollStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status SideBySideStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status FilterStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status PipelineStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status QuotingStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status FullPipeStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status TimeoutStep(lab::Narrator& tell, const ChildPrograms& children);
absl::Status RunOrStartStep(lab::Narrator& tell, const ChildPrograms& children);

}  // namespace ch36

#endif  // LABS_CH36_STEPS_STEPS_H_
