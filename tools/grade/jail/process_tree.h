// SPDX-License-Identifier: Apache-2.0
//
// What all the processes below one process do and hold at one moment, read from
// /proc.
//
//   grade::Snapshot now = grade::TakeSnapshot(bubblewrap_pid, {stdin_inode});
//   if (now.memory > limit) ...
//
// Processes come and go while it reads: what has just gone counts nothing.
//
// Thread safety: may be called from any thread.
//
// Source: proc(5).

#ifndef TOOLS_GRADE_JAIL_PROCESS_TREE_H_
#define TOOLS_GRADE_JAIL_PROCESS_TREE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace grade {

// One thread of one process.
struct Task {
  int64_t process = 0;
  int64_t thread = 0;
  std::string name = "";
  // Waits in a system call that ends only when another process or thread does
  // something: for a lock, another thread, a child, a pipe within the tree.
  bool waits_for_others = false;
  std::string waits_in = "";  // the call, in words, if it does
  // Changes each time that it gets the processor or gives it up.
  uint64_t switches = 0;
};

struct Snapshot {
  std::vector<Task> tasks;
  absl::Duration cpu = absl::ZeroDuration();  // with children that have ended
  int64_t memory = 0;                         // bytes, resident
  // As far as /proc tells: what blocks each thread is the system's secret where
  // a program is another user's.
  bool all_readable = true;
};

// Processes below `root`. `outside` names the pipes (the numbers in their
// /proc/PID/fd links) whose other end is not in the tree: who waits for one of
// these waits for us. The first `skip` generations count nothing but their
// ended children's time: bubblewrap's own processes.
Snapshot TakeSnapshot(int64_t root, const std::set<std::string>& outside,
                      int skip);

// Whether nothing can ever happen again in `later`: every thread waits for
// another one, and none has moved since `earlier`.
bool IsDeadlock(const Snapshot& earlier, const Snapshot& later);

// "thread 4 (worker) waits for a lock", one a line.
std::string DescribeWaits(const Snapshot& snapshot);

// Bytes in the files of the file system that `path` is in, as a process of the
// jail sees it; 0 where that cannot be told.
int64_t DiskUsed(int64_t pid, const std::string& path);

}  // namespace grade

#endif  // TOOLS_GRADE_JAIL_PROCESS_TREE_H_
