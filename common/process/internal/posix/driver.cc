// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/driver.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <utility>
#include <vector>

#include "common/process/internal/posix/clone_on_stack.h"
#include "common/process/internal/posix/descriptor.h"

namespace process::internal {
namespace {

// While a child shares our memory, or is a copy of it, no signal handler of
// ours may run in it.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  const sigset_t* before() const { return &before_; }

 private:
  sigset_t before_;
};

// clone3() with the flags that CloneChild() wants. Not inlined, so that the
// child's stack is below everything that the parent still needs.
[[gnu::noinline]] long CloneSharingMemory(  // NOLINT: syscall(2)'s type
    ChildPlan& plan, int& pidfd) {
  // ChildMain() needs far less; the parent's own stack lends it for the moment,
  // since the parent does nothing until the child is off it.
  alignas(64) char stack[16 * 1024];
  CloneArguments arguments = {};
  arguments.flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | kCloneClearHandlers;
  arguments.pidfd = reinterpret_cast<uintptr_t>(&pidfd);
  arguments.exit_signal = SIGCHLD;
  arguments.stack = reinterpret_cast<uintptr_t>(stack);
  arguments.stack_size = sizeof(stack);
  return CloneOnStack(arguments, RunChildMain, &plan);
}

}  // namespace

int CloneChild(ChildPlan plan, NewChild& child) {
  const AllSignalsBlocked blocked;
  plan.blocked = blocked.before();
  plan.report = &child.report;
  int pidfd = -1;
  const long result = CloneSharingMemory(plan, pidfd);  // NOLINT
  if (result < 0) return static_cast<int>(-result);
  child.pid = static_cast<pid_t>(result);
  child.pidfd = UniqueHandle(pidfd);
  return 0;
}

namespace {

// A pipe above the standard streams, which the child is about to replace.
int OpenReportPipe(UniqueHandle& read, UniqueHandle& write) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return errno;
  read = UniqueHandle(fds[0]);
  write = UniqueHandle(fds[1]);
  if (fds[1] > STDERR_FILENO) return 0;
  const int moved = fcntl(fds[1], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (moved < 0) return errno;
  write = UniqueHandle(moved);
  return 0;
}

// The plan's kept descriptors and the report pipe, in order.
std::vector<KeptHandle> KeptWithPipe(const ChildPlan& plan, int pipe) {
  std::vector<KeptHandle> kept(plan.kept, plan.kept + plan.kept_count);
  const auto after =
      std::find_if(kept.begin(), kept.end(),
                   [&](const KeptHandle& k) { return k.fd > pipe; });
  kept.insert(after, {.fd = pipe, .for_program = false});
  return kept;
}

// Without a pidfd we can't look after it.
int TakeBack(pid_t pid) {
  kill(pid, SIGKILL);
  RetryOnEintr([&] { return waitpid(pid, nullptr, 0); });
  return ENOSYS;
}

// The pipe ends without a word when execve() closes it.
ChildReport ReadReport(int pipe) {
  ChildReport report;
  ssize_t size;
  do {
    size = read(pipe, &report, sizeof(report));
  } while (size < 0 && errno == EINTR);
  return size == sizeof(report) ? report : ChildReport{};
}

}  // namespace

int ForkChild(ChildPlan plan, NewChild& child) {
  UniqueHandle read;
  UniqueHandle write;
  if (const int error = OpenReportPipe(read, write); error != 0) return error;
  const int pipe = static_cast<int>(write.get());
  const std::vector<KeptHandle> kept = KeptWithPipe(plan, pipe);
  plan.kept = kept.data();
  plan.kept_count = static_cast<int>(kept.size());
  plan.report = &child.report;
  plan.report_pipe = pipe;
  plan.reset_handlers = true;
  {
    const AllSignalsBlocked blocked;
    plan.blocked = blocked.before();
    int pidfd = -1;
    // Not fork(): that runs what pthread_atfork() registered, code of others
    // that has no business between here and execve().
    const long result = syscall(SYS_clone, CLONE_PIDFD | SIGCHLD,  // NOLINT
                                nullptr, &pidfd, nullptr, nullptr);
    if (result == 0) ChildMain(plan);
    if (result < 0) return errno;
    // Linux before 5.2 doesn't know the flag and doesn't say so.
    if (pidfd < 0) return TakeBack(static_cast<pid_t>(result));
    child.pid = static_cast<pid_t>(result);
    child.pidfd = UniqueHandle(pidfd);
  }
  write.Close();
  child.report = ReadReport(static_cast<int>(read.get()));
  return 0;
}

#ifdef PROCESS_DRIVER_FORK

int MakeChild(const ChildPlan& plan, NewChild& child) {
  return ForkChild(plan, child);
}

#else

int MakeChild(const ChildPlan& plan, NewChild& child) {
  // Linux guards a process that changes its user against others of that user:
  // no core dump, /proc/PID is root's. That goes by the memory, which with
  // CloneChild() is ours, and it would stay so.
  if (plan.uid >= 0 || plan.gid >= 0) return ForkChild(plan, child);
  const int error = CloneChild(plan, child);
  // ENOSYS: an old kernel, or a container's filter; EPERM: an older filter;
  // EINVAL: a flag that this kernel or emulator lacks.
  if (error == ENOSYS || error == EPERM || error == EINVAL) {
    return ForkChild(plan, child);
  }
  return error;
}

#endif

}  // namespace process::internal
