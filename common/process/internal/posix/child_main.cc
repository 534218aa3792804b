// SPDX-License-Identifier: Apache-2.0
//
// Compiled without sanitizers and stack protectors (see BUILD): their run time
// belongs to the parent. For the same reason each call is a bare syscall(2);
// some of the C library's own functions are replaced by sanitizers, and
// setuid() would signal the parent's threads.

#include "common/process/internal/posix/child_main.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace process::internal {
namespace {

// Returns 0 or the errno value.
template <typename... Arguments>
int Call(long number, Arguments... arguments) {  // NOLINT: syscall(2)'s type
  return syscall(number, arguments...) < 0 ? errno : 0;
}

[[noreturn]] void Fail(const ChildPlan& plan, ChildStage stage, int error,
                       int index = 0) {
  plan.report->stage = stage;
  plan.report->index = index;
  plan.report->error = error;
  if (plan.report_pipe >= 0) {
    syscall(SYS_write, plan.report_pipe, plan.report, sizeof(*plan.report));
  }
  while (true) syscall(SYS_exit_group, 127);
}

void Check(const ChildPlan& plan, ChildStage stage, int error, int index = 0) {
  if (error != 0) Fail(plan, stage, error, index);
}

// ---- Signals ---------------------------------------------------------------

// The kernel's own form of struct sigaction.
struct KernelSigaction {
  void* handler;
  unsigned long flags;  // NOLINT
  void* restorer;
  uint64_t mask;
};
constexpr int kSignals = 64;
constexpr size_t kMaskSize = kSignals / 8;

int SetDefault(int signal) {
  const KernelSigaction action = {};  // SIG_DFL
  return Call(SYS_rt_sigaction, signal, &action, nullptr, kMaskSize);
}

// What is ignored stays so: that is for execve() to pass on.
void ResetHandlers() {
  for (int signal = 1; signal <= kSignals; ++signal) {
    KernelSigaction action = {};
    if (Call(SYS_rt_sigaction, signal, nullptr, &action, kMaskSize) != 0) {
      continue;
    }
    if (action.handler != reinterpret_cast<void*>(SIG_IGN)) SetDefault(signal);
  }
}

void RestoreSignals(const ChildPlan& plan) {
  if (plan.reset_handlers) ResetHandlers();
  if (!plan.restore_signals) return;
  // Many a program ignores these two; the child would inherit that, and a
  // filter would never learn that its reader is gone.
  Check(plan, ChildStage::kSignals, SetDefault(SIGPIPE));
  Check(plan, ChildStage::kSignals, SetDefault(SIGXFSZ));
}

// From here on a signal may end the child.
void Unblock(const ChildPlan& plan) {
  const uint64_t none = 0;
  const void* const mask =
      plan.restore_signals ? static_cast<const void*>(&none) : plan.blocked;
  Check(plan, ChildStage::kSignals,
        Call(SYS_rt_sigprocmask, SIG_SETMASK, mask, nullptr, kMaskSize));
}

// ---- Handles ---------------------------------------------------------------

int KeepOpenAcrossExec(int fd) { return Call(SYS_fcntl, fd, F_SETFD, 0); }

void ConnectStreams(const ChildPlan& plan) {
  for (int target = 0; target < 3; ++target) {
    const int source = plan.streams[target];
    if (source < 0) continue;
    // dup3() of a descriptor to itself is an error, and dup2() leaves the flag.
    const int error = source == target ? KeepOpenAcrossExec(target)
                                       : Call(SYS_dup3, source, target, 0);
    Check(plan, ChildStage::kDup, error, target);
  }
  for (int i = 0; i < plan.kept_count; ++i) {
    if (!plan.kept[i].for_program) continue;
    const int fd = plan.kept[i].fd;
    Check(plan, ChildStage::kPassHandle, KeepOpenAcrossExec(fd), fd);
  }
}

bool IsKept(const ChildPlan& plan, int fd) {
  if (fd <= STDERR_FILENO) return true;
  for (int i = 0; i < plan.kept_count; ++i) {
    if (plan.kept[i].fd == fd) return true;
  }
  return false;
}

// Closes [first, last]; fails with ENOSYS before Linux 5.9.
int CloseRange(unsigned first, unsigned last) {
  if (first > last) return 0;
  return Call(SYS_close_range, first, last, 0);
}

int CloseGapsBetweenKept(const ChildPlan& plan) {
  unsigned first = STDERR_FILENO + 1;
  for (int i = 0; i < plan.kept_count; ++i) {
    const unsigned kept = plan.kept[i].fd;
    if (const int error = CloseRange(first, kept - 1); error != 0) return error;
    first = kept + 1;
  }
  return CloseRange(first, UINT_MAX);
}

// -1 if it is no number.
int ParseDescriptor(const char* name) {
  int fd = 0;
  for (; *name != '\0'; ++name) {
    if (*name < '0' || *name > '9') return -1;
    fd = fd * 10 + (*name - '0');
  }
  return fd;
}

struct DirectoryEntry {  // struct linux_dirent64 of getdents64(2)
  uint64_t inode;
  int64_t offset;
  uint16_t size;
  uint8_t type;
  char name[];
};

// Closes what one reading of the folder named; how many is `closed`.
int CloseListed(const ChildPlan& plan, int folder, int& closed) {
  alignas(DirectoryEntry) char buffer[2048];
  while (true) {
    const long size =  // NOLINT
        syscall(SYS_getdents64, folder, buffer, sizeof(buffer));
    if (size < 0) return errno;
    if (size == 0) return 0;
    for (long at = 0; at < size;) {  // NOLINT
      const auto* entry = reinterpret_cast<const DirectoryEntry*>(buffer + at);
      const int fd = ParseDescriptor(entry->name);
      if (fd >= 0 && fd != folder && !IsKept(plan, fd)) {
        syscall(SYS_close, fd);
        ++closed;
      }
      at += entry->size;
    }
  }
}

// For a kernel without close_range(2). It asks which descriptors there are: the
// limit doesn't tell, it may be a billion, or have been lowered below one that
// is open.
int CloseAllListed(const ChildPlan& plan) {
  const int folder =
      static_cast<int>(syscall(SYS_openat, AT_FDCWD, "/proc/self/fd",
                               O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder < 0) return errno;
  int error = 0;
  // Closing while reading may make the reading miss some: look again.
  for (int closed = 1; closed > 0 && error == 0;) {
    closed = 0;
    syscall(SYS_lseek, folder, 0, SEEK_SET);
    error = CloseListed(plan, folder, closed);
  }
  syscall(SYS_close, folder);
  return error;
}

void CloseOthers(const ChildPlan& plan) {
  int error = CloseGapsBetweenKept(plan);
  if (error == ENOSYS || error == EPERM) error = CloseAllListed(plan);
  Check(plan, ChildStage::kCloseOthers, error);
}

// ---- Place and rights ------------------------------------------------------

void EnterGroup(const ChildPlan& plan) {
  if (plan.new_session) Check(plan, ChildStage::kSetsid, Call(SYS_setsid));
  if (plan.group >= 0) {
    Check(plan, ChildStage::kSetpgid, Call(SYS_setpgid, 0, plan.group));
  }
}

void EnterFolder(const ChildPlan& plan) {
  if (plan.cwd == nullptr) return;
  Check(plan, ChildStage::kChdir, Call(SYS_chdir, plan.cwd));
}

void SetLimits(const ChildPlan& plan) {
  if (plan.umask >= 0) syscall(SYS_umask, plan.umask);
  for (int i = 0; i < plan.limit_count; ++i) {
    const ChildLimit& limit = plan.limits[i];
    Check(plan, ChildStage::kSetrlimit,
          Call(SYS_prlimit64, 0, limit.resource, &limit.soft, nullptr), i);
  }
}

// Groups first: who has given up uid 0 may not set them any more.
void BecomeUser(const ChildPlan& plan) {
  if (plan.group_count >= 0) {
    const int error = Call(SYS_setgroups, plan.group_count, plan.groups);
    if (!plan.groups_may_fail) Check(plan, ChildStage::kSetgroups, error);
  }
  if (plan.gid >= 0) {
    Check(plan, ChildStage::kSetgid,
          Call(SYS_setresgid, plan.gid, plan.gid, plan.gid));
  }
  if (plan.uid >= 0) {
    Check(plan, ChildStage::kSetuid,
          Call(SYS_setresuid, plan.uid, plan.uid, plan.uid));
  }
}

// After BecomeUser(), which clears it.
void DieWithParent(const ChildPlan& plan) {
  if (!plan.die_with_parent) return;
  Check(plan, ChildStage::kParentDeath,
        Call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL));
  // It may have ended before we asked.
  if (syscall(SYS_getppid) != plan.parent) {
    Fail(plan, ChildStage::kParentDeath, ESRCH);
  }
}

// ---- Becoming the program --------------------------------------------------

// Another thread's child may hold the file open for writing for a moment, from
// its start until its own execve(): then it is not ours to run yet. Waits a
// little longer each time, 63 ms in all.
int ExecveWhenNotBusy(const char* path, const ChildPlan& plan) {
  int error = Call(SYS_execve, path, plan.argv, plan.envp);
  for (int ms = 1; error == ETXTBSY && ms <= 32; ms *= 2) {
    const timespec pause = {0, ms * 1000000};
    syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &pause, nullptr);
    error = Call(SYS_execve, path, plan.argv, plan.envp);
  }
  return error;
}

// There is no program here, but there may be one in the next folder of PATH.
bool TryNext(int error) {
  return error == ENOENT || error == ENOTDIR || error == EACCES ||
         error == ENAMETOOLONG || error == ELOOP;
}

[[noreturn]] void BecomeProgram(const ChildPlan& plan) {
  int error = ENOENT;
  int index = 0;
  for (int i = 0; i < plan.candidate_count; ++i) {
    const int now = ExecveWhenNotBusy(plan.candidates[i], plan);
    // The most telling error wins: found but refused, before not found.
    const bool not_found = now == ENOENT || now == ENOTDIR;
    if (plan.candidate_count == 1 || !not_found) {
      error = now;
      index = i;
    }
    if (!TryNext(now)) break;
  }
  Fail(plan, ChildStage::kExec, error, index);
}

}  // namespace

void ChildMain(const ChildPlan& plan) {
  RestoreSignals(plan);
  EnterGroup(plan);
  ConnectStreams(plan);
  EnterFolder(plan);
  // Before the child gives up rights that it may need for this.
  CloseOthers(plan);
  SetLimits(plan);
  BecomeUser(plan);
  DieWithParent(plan);
  Unblock(plan);
  BecomeProgram(plan);
}

int RunChildMain(void* plan) {
  ChildMain(*static_cast<const ChildPlan*>(plan));
}

}  // namespace process::internal
