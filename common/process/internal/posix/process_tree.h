// SPDX-License-Identifier: Apache-2.0
//
// Finds and kills the descendants of a process.
//
// Source: proc(5), pidfd_open(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_PROCESS_TREE_H_
#define COMMON_PROCESS_INTERNAL_POSIX_PROCESS_TREE_H_

#include <sys/types.h>

namespace process::internal {

// Kills every process whose parents lead back to `root`, but not `root` itself,
// which is left stopped (SIGSTOP) if it still runs. Those that start others
// meanwhile don't get away: each is stopped when it is found, and the search
// goes on until there is no new one.
//
// False if /proc could not be read: nothing is known of descendants then.
bool KillDescendants(pid_t root, int root_pidfd);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_PROCESS_TREE_H_
