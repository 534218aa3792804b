// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/child.h"

#include <windows.h>

#include <csignal>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/job.h"
#include "common/process/internal/windows/raw_handle.h"
#include "common/process/internal/windows/wait.h"

namespace process::internal {
namespace {

// The exit code of what is killed, as with taskkill.
constexpr UINT kKilled = 1;

// POSIX's number; Windows' own headers have no such signal.
constexpr int kSigkill = 9;

// More than any system has; a number above it is a mistake everywhere.
constexpr int kHighestSignal = 64;

}  // namespace

// ---- Waiting ---------------------------------------------------------------

// The code alone can't tell: 259 also means "still running".
std::optional<ExitStatus> WindowsChild::Poll() {
  const DWORD wait = WaitForSingleObject(Raw(process_), 0);
  if (wait == WAIT_TIMEOUT) return std::nullopt;
  DWORD code;
  const bool known =
      wait == WAIT_OBJECT_0 && GetExitCodeProcess(Raw(process_), &code);
  return known ? ExitStatus::FromCode(code) : ExitStatus::Unknown();
}

bool WindowsChild::WaitForEnd(const Deadline& deadline) {
  while (true) {
    const absl::Duration left = deadline.Left();
    const DWORD wait =
        WaitForSingleObject(Raw(process_), WaitMilliseconds(left));
    if (wait != WAIT_TIMEOUT) return true;
    if (left == absl::ZeroDuration()) return false;
  }
}

// ---- Ending ----------------------------------------------------------------

absl::Status WindowsChild::SendSignal(int signal) {
  if (signal == SIGTERM) return Terminate();
  if (signal == kSigkill) return Kill();
  if (signal < 1 || signal > kHighestSignal) {
    return absl::InvalidArgumentError(
        absl::StrCat("send signal ", signal, ": there is no such signal"));
  }
  return absl::UnimplementedError(absl::StrCat(
      "send signal ", signal,
      ": Windows has no signals but SIGTERM (Ctrl-Break) and SIGKILL (9)"));
}

// Ctrl-Break goes to a whole group, so only to one that is the child's own; and
// through a console, so only where the child shares ours.
absl::Status WindowsChild::Terminate() {
  if (Poll().has_value()) return absl::OkStatus();
  if (leads_group_ &&
      GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, static_cast<DWORD>(pid_))) {
    return absl::OkStatus();
  }
  return Kill();
}

absl::Status WindowsChild::Kill() {
  if (TerminateProcess(Raw(process_), kKilled)) return absl::OkStatus();
  const DWORD error = GetLastError();
  // The handle has every right over the process: this says that it is ending,
  // or has ended, already.
  if (error == ERROR_ACCESS_DENIED) return absl::OkStatus();
  return SystemError(error, "kill");
}

absl::StatusOr<TreeReach> WindowsChild::KillTree() {
  if (!job_.is_open()) {
    if (absl::Status status = Kill(); !status.ok()) return status;
    return TreeReach::kChild;
  }
  if (!TerminateJobObject(Raw(job_), kKilled)) {
    return SystemError(GetLastError(), "kill job");
  }
  return TreeReach::kAll;
}

void WindowsChild::LetJobLive() {
  if (job_.is_open()) LetLive(job_);
}

}  // namespace process::internal
