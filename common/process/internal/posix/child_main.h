// SPDX-License-Identifier: Apache-2.0
//
// What a new child does before it becomes another program: it connects its
// streams, enters its folder, takes on its rights, closes what it must not
// have, and calls execve().
//
// ChildMain() runs in the memory of the parent, whose thread stands still
// meanwhile (CloneChild), or in a copy of it, made while other threads held who
// knows which locks (ForkChild). So it allocates nothing, takes no lock, calls
// nothing but system calls, and changes nothing but its report. All that takes
// memory or may fail for another reason has been done in the parent, and stands
// ready in the plan.
//
// Source: vfork(2), clone(2), "Async-signal-safe functions" in
// signal-safety(7), execve(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_CHILD_MAIN_H_
#define COMMON_PROCESS_INTERNAL_POSIX_CHILD_MAIN_H_

#include <signal.h>
#include <sys/types.h>

#include <cstddef>

namespace process::internal {

// A system call of the child that failed.
enum class ChildStage : int {
  kSignals,
  kSetsid,
  kSetpgid,
  kDup,
  kPassHandle,
  kChdir,
  kSetrlimit,
  kSetgroups,
  kSetgid,
  kSetuid,
  kParentDeath,
  kCloseOthers,
  kExec,
};

struct ChildReport {
  int error = 0;  // errno; 0: nothing failed
  ChildStage stage = ChildStage::kSignals;
  // Which of the plan's streams, limits or candidates, or the handle's number.
  int index = 0;
};

struct ChildLimit {
  int resource;
  unsigned long soft;  // NOLINT: what the system call takes
  unsigned long hard;  // NOLINT
};

struct KeptHandle {
  int fd;
  bool for_program;  // it loses its close-on-exec flag
};

// Plain memory: no object here owns anything. Null and -1 are "leave as it is".
struct ChildPlan {
  // The paths to try, in order, and their number.
  const char* const* candidates = nullptr;
  int candidate_count = 0;
  char* const* argv = nullptr;
  char* const* envp = nullptr;

  // The descriptors that become 0, 1 and 2. Each is its own target, or above 2.
  int streams[3] = {-1, -1, -1};
  // Other descriptors that stay open, in rising order, all above 2.
  const KeptHandle* kept = nullptr;
  int kept_count = 0;

  const char* cwd = nullptr;
  bool new_session = false;
  pid_t group = -1;  // 0: a new one
  long umask = -1;   // NOLINT: what the system call takes
  const ChildLimit* limits = nullptr;
  int limit_count = 0;
  const gid_t* groups = nullptr;
  int group_count = -1;
  bool groups_may_fail = false;  // not asked for, just for safety
  long uid = -1;                 // NOLINT
  long gid = -1;                 // NOLINT
  bool die_with_parent = false;
  pid_t parent = -1;

  bool restore_signals = true;
  // What the calling thread had blocked; the driver has blocked all.
  const sigset_t* blocked = nullptr;
  // The child inherited our handlers and must not run them (ForkChild).
  bool reset_handlers = false;

  // Where a failure is told: here, and if this is a copy of the parent's memory
  // also through this pipe.
  ChildReport* report = nullptr;
  int report_pipe = -1;
};

// Never returns: becomes the program, or reports and exits.
[[noreturn]] void ChildMain(const ChildPlan& plan);

// The same for CloneOnStack(): `plan` is a ChildPlan. Here, where no sanitizer
// looks on: ThreadSanitizer would note, in the parent's memory, that the parent
// has entered this function, and never that it has left it.
int RunChildMain(void* plan);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_CHILD_MAIN_H_
