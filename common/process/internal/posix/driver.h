// SPDX-License-Identifier: Apache-2.0
//
// Two ways to make a child that runs ChildMain().
//
// CloneChild() is the fast one: the child borrows the parent's memory until it
// becomes another program, so that starting costs the same however much memory
// the parent has. ForkChild() copies the memory's page tables, and is for where
// the system refuses the first: old kernels, some containers and emulators.
//
// Source: clone(2), vfork(2), pidfd_open(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_DRIVER_H_
#define COMMON_PROCESS_INTERNAL_POSIX_DRIVER_H_

#include <sys/types.h>

#include "common/process/handle.h"
#include "common/process/internal/posix/child_main.h"

namespace process::internal {

struct NewChild {
  pid_t pid = -1;
  UniqueHandle pidfd;
  ChildReport report;  // what the child said went wrong, if anything
};

// Each returns 0 or the errno value of making the child. With 0 the child
// exists and must be waited for, even if its report tells of a failure. `plan`
// is filled in where it is the driver's to know.
int CloneChild(ChildPlan plan, NewChild& child);
int ForkChild(ChildPlan plan, NewChild& child);

// CloneChild(); ForkChild() where the system refuses that, and for a child that
// runs as another user. Built with --define=process_driver=fork it is always
// the latter (for tests).
int MakeChild(const ChildPlan& plan, NewChild& child);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_DRIVER_H_
