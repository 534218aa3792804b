// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/child.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/poll.h"
#include "common/process/internal/posix/process_tree.h"

namespace process::internal {
namespace {

// The C library of Debian 12 doesn't know the constant by this name.
constexpr auto kByPidfd = static_cast<idtype_t>(3);  // P_PIDFD

// PIDFD_SIGNAL_PROCESS_GROUP of pidfd_send_signal(2), since Linux 6.9.
constexpr unsigned kToProcessGroup = 1 << 2;

// struct pidfd_info of <linux/pidfd.h>, and what asks for the end of a process
// that someone else has reaped. Since Linux 6.15.
struct PidfdInfo {
  uint64_t mask;
  uint64_t cgroup;
  uint32_t ids[11];
  int32_t exit_code;  // as wait(2) has it
};
constexpr uint64_t kExitInfo = 1 << 3;
constexpr unsigned long kGetInfo = _IOWR(0xFF, 11, PidfdInfo);  // NOLINT

ExitStatus FromWaitStatus(int status) {
  return WIFSIGNALED(status)
             ? ExitStatus::FromSignal(WTERMSIG(status), WCOREDUMP(status))
             : ExitStatus::FromCode(WEXITSTATUS(status));
}

ExitStatus FromSiginfo(const siginfo_t& info) {
  return info.si_code == CLD_EXITED
             ? ExitStatus::FromCode(info.si_status)
             : ExitStatus::FromSignal(info.si_status,
                                      info.si_code == CLD_DUMPED);
}

// Returns 0 or the errno value.
int SignalByPidfd(int pidfd, int signal, unsigned flags = 0) {
  return syscall(SYS_pidfd_send_signal, pidfd, signal, nullptr, flags) == 0
             ? 0
             : errno;
}

// Someone else has reaped the child: code that waits for any child, or the
// system itself where SIGCHLD is ignored. New kernels still tell, once they are
// through with the reaping. That is a matter of moments; the deadline is for
// what nobody thought of.
ExitStatus StatusOfReaped(int pidfd) {
  const Deadline patience(absl::Seconds(1));
  while (true) {
    // Asked first: what is gone by now has left its status before.
    const bool gone = SignalByPidfd(pidfd, 0) == ESRCH;
    PidfdInfo info = {};
    info.mask = kExitInfo;
    const bool told = ioctl(pidfd, kGetInfo, &info) == 0;
    if (told && (info.mask & kExitInfo) != 0) {
      return FromWaitStatus(info.exit_code);
    }
    // ESRCH also comes in the midst of the reaping.
    const bool may_tell_yet = (told || errno == ESRCH) && !gone;
    if (!may_tell_yet || patience.past()) return ExitStatus::Unknown();
    sched_yield();
  }
}

// False while there is nothing to reap: it runs, or a debugger has not yet
// taken note of its end, which comes before us.
bool CanBeReaped(int pidfd) {
  siginfo_t info = {};
  const int result = RetryOnEintr([&] {
    return waitid(kByPidfd, pidfd, &info, WEXITED | WNOHANG | WNOWAIT);
  });
  return result != 0 || info.si_pid != 0;
}

}  // namespace

// ---- Waiting ---------------------------------------------------------------

std::optional<ExitStatus> PosixChild::Poll() {
  absl::MutexLock lock(&mu_);
  if (status_.has_value()) return status_;
  siginfo_t info = {};
  const int result = RetryOnEintr(
      [&] { return waitid(kByPidfd, Fd(pidfd_), &info, WEXITED | WNOHANG); });
  if (result == 0) {
    if (info.si_pid != 0) status_ = FromSiginfo(info);
  } else if (WaitForEnd(Deadline(absl::ZeroDuration()))) {
    status_ = StatusOfReaped(Fd(pidfd_));
  }
  return status_;
}

// Readiness of a pidfd says that the process has ended, not that a call to reap
// it could not block: someone else may be first. So waiting and reaping are two
// steps, and the second one never blocks. Where there is nothing to reap yet,
// or the system can't poll, all that is left is to look again and again.
bool PosixChild::WaitForEnd(const Deadline& deadline) {
  // Without a clock one call does it. An error says that somebody else has
  // reaped the child.
  if (deadline.never()) {
    siginfo_t info;
    RetryOnEintr(
        [&] { return waitid(kByPidfd, Fd(pidfd_), &info, WEXITED | WNOWAIT); });
    return true;
  }
  while (true) {
    pollfd fd = {Fd(pidfd_), POLLIN, 0};
    if (PollUntil({&fd, 1}, deadline) == 0) return false;
    if (CanBeReaped(Fd(pidfd_))) return true;
    if (deadline.past()) return false;
    absl::SleepFor(absl::Milliseconds(1));
  }
}

// ---- Signals ---------------------------------------------------------------

absl::Status PosixChild::SendSignal(int signal) {
  const int error = SignalByPidfd(Fd(pidfd_), signal);
  if (error == 0 || error == ESRCH) return absl::OkStatus();
  return SystemError(error, "send signal", "", absl::StrCat(signal));
}

absl::Status PosixChild::Terminate() { return SendSignal(SIGTERM); }

absl::Status PosixChild::Kill() { return SendSignal(SIGKILL); }

// By its pidfd where the kernel can do that: Linux 6.9. By number only as long
// as nobody has reaped the child, which alone keeps the number from being given
// away; false if it is too late for that.
absl::StatusOr<bool> PosixChild::KillGroup() {
  int error = SignalByPidfd(Fd(pidfd_), SIGKILL, kToProcessGroup);
  if (error == EINVAL) {
    if (status_.has_value() || SignalByPidfd(Fd(pidfd_), 0) == ESRCH) {
      return false;
    }
    error = kill(-pid_, SIGKILL) == 0 ? 0 : errno;
  }
  if (error == 0 || error == ESRCH) return true;
  return SystemError(error, "kill the process group");
}

// Under the lock, so that no other thread reaps the child meanwhile: its number
// must stay its own. Once it has ended, nobody's parents lead to it any more.
absl::StatusOr<TreeReach> PosixChild::KillTree() {
  absl::MutexLock lock(&mu_);
  const bool known = status_.has_value() || KillDescendants(pid_, Fd(pidfd_));
  if (absl::Status status = Kill(); !status.ok()) return status;
  const absl::StatusOr<bool> group = leads_group_ ? KillGroup() : false;
  if (!group.ok()) return group.status();
  if (!known) return TreeReach::kChild;
  return *group ? TreeReach::kGroup : TreeReach::kDescendants;
}

}  // namespace process::internal
