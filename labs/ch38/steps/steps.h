// SPDX-License-Identifier: Apache-2.0
//
// The steps of the chapter's demo. Each is a function in a file of its own, to
// be opened, changed and run again:
//
//   bazel run //labs/ch38:demo -- --step=2
//
// An error that a step returns says why it could not do what it promised. What
// a machine lacks (Clang, Python, the explorer) is said and no error.

#ifndef LABS_CH38_STEPS_STEPS_H_
#define LABS_CH38_STEPS_STEPS_H_

#include "absl/status/status.h"
#include "common/lab/demo.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {

absl::Status StressStep(lab::Narrator& tell);
absl::Status LostUpdateStep(lab::Narrator& tell, const LabFiles& files);
absl::Status LockStep(lab::Narrator& tell, const LabFiles& files);
absl::Status NoLockStep(lab::Narrator& tell, const LabFiles& files);
absl::Status PythonStep(lab::Narrator& tell, const LabFiles& files);
absl::Status CompilerStep(lab::Narrator& tell, const LabFiles& files);
absl::Status TsanStep(lab::Narrator& tell, const LabFiles& files);
absl::Status DisksStep(lab::Narrator& tell);
absl::Status ReadersStep(lab::Narrator& tell, const LabFiles& files);
absl::Status DeadlockStep(lab::Narrator& tell, const LabFiles& files);
absl::Status MissedWakeupStep(lab::Narrator& tell, const LabFiles& files);

}  // namespace ch38

#endif  // LABS_CH38_STEPS_STEPS_H_
