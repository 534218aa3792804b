// SPDX-License-Identifier: Apache-2.0
//
// Puts into words what a child says went wrong.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_REPORTED_ERROR_H_
#define COMMON_PROCESS_INTERNAL_POSIX_REPORTED_ERROR_H_

#include "absl/status/status.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/plan.h"

namespace process::internal {

// `report` holds an error, of the child that was made by this plan.
absl::Status ReportedError(const ChildReport& report, const Plan& plan,
                           const Request& request);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_REPORTED_ERROR_H_
