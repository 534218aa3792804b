// SPDX-License-Identifier: Apache-2.0
//
// The steps of the chapter's demo. Each is a function in a file of its own, to
// be opened, changed and run again:
//
//   bazel run //labs/ch37:demo -- --step=2
//
// An error that a step returns says why it could not do what it promised.

#ifndef LABS_CH37_STEPS_STEPS_H_
#define LABS_CH37_STEPS_STEPS_H_

#include <string>

#include "absl/status/status.h"
#include "common/lab/demo.h"

namespace ch37 {

absl::Status ComputeStep(lab::Narrator& tell);
absl::Status SignalAndHopeStep(lab::Narrator& tell);
absl::Status SelectStep(lab::Narrator& tell);
absl::Status LinesStep(lab::Narrator& tell);
absl::Status ChunksStep(lab::Narrator& tell);
absl::Status ConvoyStep(lab::Narrator& tell);
absl::Status PicturesStep(lab::Narrator& tell);
// `workloads_script` is python/workloads.py (cpython_workloads.h).
absl::Status CPythonStep(lab::Narrator& tell,
                         const std::string& workloads_script);

}  // namespace ch37

#endif  // LABS_CH37_STEPS_STEPS_H_
