// SPDX-License-Identifier: Apache-2.0
//
// Each child gets a job object of its own: Windows' name for a set of processes
// which every process joins that one of them starts, and which can be killed as
// one.
//
// Source: "Job Objects" and "Nested Jobs" in Microsoft's documentation.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_JOB_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_JOB_H_

#include "absl/status/statusor.h"
#include "common/process/handle.h"

namespace process::internal {

// `dies_with_us`: Windows kills the processes in it when the last handle to it
// is closed, as it does by itself when this program ends in whatever way. The
// handle is inherited by nobody, so that ours stays the last one.
absl::StatusOr<UniqueHandle> CreateJob(bool dies_with_us);

// From now on closing the handle kills nobody.
void LetLive(const UniqueHandle& job);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_JOB_H_
