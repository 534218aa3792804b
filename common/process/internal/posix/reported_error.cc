// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/reported_error.h"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/lookup.h"
#include "common/process/internal/posix/plan.h"

namespace process::internal {
namespace {

// A file that is there and yet "not found" is a script without interpreter.
absl::Status NotFoundError(const Plan& plan, const Request& request) {
  for (size_t i = 0; i < plan.candidate_count(); ++i) {
    const std::string& path = plan.candidate(i);
    if (access(FromFolder(request.options.cwd, path).c_str(), X_OK) == 0) {
      return SystemError(ENOENT, "exec", path,
                         "(the interpreter that it names)");
    }
  }
  return plan.candidate_count() == 1
             ? SystemError(ENOENT, "exec", plan.candidate(0))
             : SystemError(ENOENT, "exec", request.program,
                           "(looked for on PATH)");
}

absl::Status ExecError(const ChildReport& report, const Plan& plan,
                       const Request& request) {
  const std::string& path = plan.candidate(report.index);
  switch (report.error) {
    case ENOENT:
      return NotFoundError(plan, request);
    case E2BIG:
      return SystemError(
          E2BIG, "exec", path,
          "(arguments and environment are larger than Linux takes)");
    case ENOEXEC:
      return SystemError(ENOEXEC, "exec", path,
                         "(a script needs a first line #!/path/program)");
    case ETXTBSY:
      return SystemError(ETXTBSY, "exec", path,
                         "(the file is still open for writing)");
    default:
      return SystemError(report.error, "exec", path);
  }
}

}  // namespace

absl::Status ReportedError(const ChildReport& report, const Plan& plan,
                           const Request& request) {
  const auto error = [&](absl::string_view stage, int64_t number) {
    return SystemError(report.error, stage, "", absl::StrCat(number));
  };
  switch (report.stage) {
    case ChildStage::kSignals:
      return SystemError(report.error, "restore signals");
    case ChildStage::kSetsid:
      return SystemError(report.error, "setsid");
    case ChildStage::kSetpgid:
      return error("setpgid", plan.get().group);
    case ChildStage::kDup:
      return error("redirect stream", report.index);
    case ChildStage::kPassHandle:
      return error("pass handle", report.index);
    case ChildStage::kChdir:
      return SystemError(report.error, "chdir", request.options.cwd);
    case ChildStage::kSetrlimit:
      return error("setrlimit", plan.get().limits[report.index].resource);
    case ChildStage::kSetgroups:
      return SystemError(report.error, "setgroups");
    case ChildStage::kSetgid:
      return error("setgid", plan.get().gid);
    case ChildStage::kSetuid:
      return error("setuid", plan.get().uid);
    case ChildStage::kParentDeath:
      return SystemError(report.error, "die with parent");
    case ChildStage::kCloseOthers:
      return SystemError(report.error, "close other handles", "",
                         "(no close_range(2), no /proc)");
    case ChildStage::kExec:
      return ExecError(report, plan, request);
  }
  return SystemError(report.error, "start");
}

}  // namespace process::internal
