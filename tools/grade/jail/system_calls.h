// SPDX-License-Identifier: Apache-2.0
//
// The system calls that no exercise needs and that reach past the jail's
// limits: memory that belongs to no process, other processes' memory, parts of
// the kernel that had many holes. A program in the jail finds them missing.
//
//   absl::StatusOr<process::UniqueHandle> filter = grade::SystemCallFilter();
//   arguments.push_back("--seccomp"); ...
//
// Thread safety: may be called from any thread.
//
// Source: seccomp(2), seccomp_unotify(2); bwrap(1) for --seccomp.

#ifndef TOOLS_GRADE_JAIL_SYSTEM_CALLS_H_
#define TOOLS_GRADE_JAIL_SYSTEM_CALLS_H_

#include "absl/status/statusor.h"
#include "common/process/handle.h"

namespace grade {

// An open file from which bubblewrap reads the filter.
//
//   Unimplemented  on a processor whose calls are not listed here
//   Unavailable    the system gives no file for it
absl::StatusOr<process::UniqueHandle> SystemCallFilter();

}  // namespace grade

#endif  // TOOLS_GRADE_JAIL_SYSTEM_CALLS_H_
