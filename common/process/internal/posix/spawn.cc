// SPDX-License-Identifier: Apache-2.0
//
// Starts a child: opens what it is to have, writes down all that it is to do
// (ChildPlan), makes it (MakeChild), and turns its report into a Status.

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/handle.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/internal/posix/driver.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/lookup.h"
#include "common/process/pipe.h"

namespace process::internal {
namespace {

// ---- Handles of the caller's -----------------------------------------------

absl::Status CheckOpen(absl::string_view use, NativeHandle handle) {
  if (handle >= 0 && handle <= std::numeric_limits<int>::max() &&
      fcntl(static_cast<int>(handle), F_GETFD) >= 0) {
    return absl::OkStatus();
  }
  return SystemError(EBADF, absl::StrCat(use, " ", handle));
}

// Before anything is opened: what we open could get the number of a handle that
// isn't open, and pass for it.
absl::Status CheckHandles(const Request& request) {
  for (const Stdio& stream : request.streams) {
    if (stream.kind() != Stdio::Kind::kBorrow &&
        stream.kind() != Stdio::Kind::kOwn) {
      continue;
    }
    if (absl::Status status = CheckOpen("use handle", stream.handle());
        !status.ok()) {
      return status;
    }
  }
  for (const NativeHandle handle : request.options.pass_handles) {
    if (absl::Status status = CheckOpen("pass handle", handle); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

// The one number that names no user and no group: to the system calls it means
// "as it is", and the child would run as root.
absl::Status CheckUser(const PosixOptions& posix) {
  constexpr uint32_t kNobody = std::numeric_limits<uint32_t>::max();
  if (posix.uid != kNobody && posix.gid != kNobody) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "posix.uid or posix.gid is ", kNobody, ", which names no user or group"));
}

// ---- Streams ---------------------------------------------------------------

// The descriptors behind a child's three streams, and our ends of its pipes.
class Streams {
 public:
  absl::Status Open(const std::array<Stdio, 3>& streams) {
    for (int target = 0; target < 3; ++target) {
      if (absl::Status status = OpenOne(streams[target], target);
          !status.ok()) {
        return status;
      }
    }
    Share(streams[1], Stdio::Kind::kStderr, 1, 2);
    Share(streams[2], Stdio::Kind::kStdout, 2, 1);
    return SaveFromOverwriting();
  }

  int source(int target) const { return sources_[target]; }
  UniqueHandle& ours(int target) { return ours_[target]; }

 private:
  absl::Status OpenOne(const Stdio& stdio, int target) {
    switch (stdio.kind()) {
      case Stdio::Kind::kPipe:
        return OpenPipeFor(target);
      case Stdio::Kind::kNull:
        return Keep(OpenNull(target), target);
      case Stdio::Kind::kFile:
        return Keep(OpenFile(stdio.path(), stdio.mode()), target);
      case Stdio::Kind::kBorrow:
      case Stdio::Kind::kOwn:
        sources_[target] = static_cast<int>(stdio.handle());
        return absl::OkStatus();
      default:
        return absl::OkStatus();
    }
  }

  absl::Status Keep(absl::StatusOr<UniqueHandle> handle, int target) {
    if (!handle.ok()) return handle.status();
    opened_[target] = *std::move(handle);
    sources_[target] = Fd(opened_[target]);
    return absl::OkStatus();
  }

  absl::Status OpenPipeFor(int target) {
    absl::StatusOr<Pipe> pipe = OpenPipe();
    if (!pipe.ok()) return pipe.status();
    const bool input = target == STDIN_FILENO;
    ours_[target] = std::move(input ? pipe->write : pipe->read);
    // We feed children while we read from them: writing must never block us.
    if (input) fcntl(Fd(ours_[target]), F_SETFL, O_NONBLOCK);
    return Keep(std::move(input ? pipe->read : pipe->write), target);
  }

  // `target` leads wherever `other` leads, if that is its kind.
  void Share(const Stdio& stdio, Stdio::Kind kind, int target, int other) {
    if (stdio.kind() != kind) return;
    sources_[target] = sources_[other] >= 0 ? sources_[other] : other;
  }

  // A source among 0, 1 and 2 is overwritten if it is the target of another
  // before its own turn has come: those get a second descriptor.
  absl::Status SaveFromOverwriting() {
    for (int target = 0; target < 3; ++target) {
      const int source = sources_[target];
      if (source < 0 || source > STDERR_FILENO || source == target) continue;
      absl::StatusOr<UniqueHandle> copy = DuplicateAboveStandardStreams(source);
      if (!copy.ok()) return copy.status();
      if (absl::Status status = Keep(std::move(copy), target); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  std::array<UniqueHandle, 3> opened_;
  std::array<UniqueHandle, 3> ours_;
  std::array<int, 3> sources_ = {-1, -1, -1};
};

// ---- The plan --------------------------------------------------------------

std::vector<char*> Pointers(absl::Span<const std::string> texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

// A ChildPlan and all that its pointers point to.
class Plan {
 public:
  explicit Plan(const Request& request) : request_(request) {
    SetProgram();
    SetHandles();
    SetPlace();
    SetRights();
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  void Connect(const Streams& streams) {
    for (int i = 0; i < 3; ++i) plan_.streams[i] = streams.source(i);
  }

  const ChildPlan& get() const { return plan_; }
  const std::string& candidate(int i) const { return candidates_[i]; }
  size_t candidate_count() const { return candidates_.size(); }

 private:
  void SetProgram() {
    if (request_.shell) {
      // A command may begin with "-" and yet be no option.
      args_ = {"sh", "-c", "--", request_.args[0]};
      candidates_ = {"/bin/sh"};
    } else {
      candidates_ = Candidates(request_);
    }
    argv_ = Pointers(request_.shell ? args_ : request_.args);
    candidate_pointers_ = Pointers(candidates_);
    plan_.argv = argv_.data();
    plan_.candidates = candidate_pointers_.data();
    plan_.candidate_count = static_cast<int>(candidates_.size());
    plan_.envp = environ;
    if (request_.environment.has_value()) {
      for (const auto& [name, value] : *request_.environment) {
        variables_.push_back(absl::StrCat(name, "=", value));
      }
      envp_ = Pointers(variables_);
      plan_.envp = envp_.data();
    }
  }

  void SetHandles() {
    for (const NativeHandle handle : request_.options.pass_handles) {
      if (handle <= STDERR_FILENO) continue;  // these it has anyway
      kept_.push_back({.fd = static_cast<int>(handle), .for_program = true});
    }
    std::sort(
        kept_.begin(), kept_.end(),
        [](const KeptHandle& a, const KeptHandle& b) { return a.fd < b.fd; });
    plan_.kept = kept_.data();
    plan_.kept_count = static_cast<int>(kept_.size());
  }

  void SetPlace() {
    const StartOptions& options = request_.options;
    if (!options.cwd.empty()) plan_.cwd = options.cwd.c_str();
    plan_.new_session = options.group == Group::kNewSession;
    if (options.group == Group::kNewGroup) plan_.group = 0;
    if (options.posix.join_group.has_value()) {
      plan_.group = static_cast<pid_t>(*options.posix.join_group);
    }
    plan_.die_with_parent = options.die_with_parent;
    if (options.die_with_parent) plan_.parent = getpid();
    plan_.restore_signals = options.posix.restore_signals;
  }

  void SetRights() {
    const PosixOptions& posix = request_.options.posix;
    if (posix.umask.has_value()) plan_.umask = *posix.umask;
    for (const ResourceLimit& limit : posix.limits) {
      limits_.push_back({limit.resource, limit.soft, limit.hard});
    }
    plan_.limits = limits_.data();
    plan_.limit_count = static_cast<int>(limits_.size());
    if (posix.uid.has_value()) plan_.uid = *posix.uid;
    if (posix.gid.has_value()) plan_.gid = *posix.gid;
    if (posix.groups.has_value()) {
      groups_.assign(posix.groups->begin(), posix.groups->end());
      plan_.group_count = static_cast<int>(groups_.size());
    } else if (posix.uid.has_value() || posix.gid.has_value()) {
      plan_.group_count = 0;
      plan_.groups_may_fail = true;
    }
    plan_.groups = groups_.data();
  }

  const Request& request_;
  ChildPlan plan_;
  std::vector<std::string> args_;
  std::vector<char*> argv_;
  std::vector<std::string> candidates_;
  std::vector<char*> candidate_pointers_;
  std::vector<std::string> variables_;
  std::vector<char*> envp_;
  std::vector<KeptHandle> kept_;
  std::vector<ChildLimit> limits_;
  std::vector<gid_t> groups_;
};

// ---- What went wrong -------------------------------------------------------

// A file that is there and yet "not found" is a script without interpreter.
absl::Status NotFoundError(const Plan& plan, const Request& request) {
  for (size_t i = 0; i < plan.candidate_count(); ++i) {
    const std::string& path = plan.candidate(i);
    if (access(FromFolder(request.options.cwd, path).c_str(), X_OK) == 0) {
      return SystemError(ENOENT, "exec (the interpreter that it names)", path);
    }
  }
  return plan.candidate_count() == 1
             ? SystemError(ENOENT, "exec", plan.candidate(0))
             : SystemError(ENOENT, "exec (looked for on PATH)",
                           request.program);
}

absl::Status ExecError(const ChildReport& report, const Plan& plan,
                       const Request& request) {
  if (report.error == E2BIG) {
    return SystemError(
        E2BIG, "exec (arguments and environment are larger than Linux takes)");
  }
  if (report.error == ENOENT) return NotFoundError(plan, request);
  return SystemError(report.error, "exec", plan.candidate(report.index));
}

absl::Status ReportedError(const ChildReport& report, const Plan& plan,
                           const Request& request) {
  const StartOptions& options = request.options;
  switch (report.stage) {
    case ChildStage::kSignals:
      return SystemError(report.error, "restore signals");
    case ChildStage::kSetsid:
      return SystemError(report.error, "setsid");
    case ChildStage::kSetpgid:
      return SystemError(report.error,
                         absl::StrCat("setpgid ", plan.get().group));
    case ChildStage::kDup:
      return SystemError(report.error,
                         absl::StrCat("redirect stream ", report.index));
    case ChildStage::kPassHandle:
      return SystemError(report.error,
                         absl::StrCat("pass handle ", report.index));
    case ChildStage::kChdir:
      return SystemError(report.error, "chdir", options.cwd);
    case ChildStage::kSetrlimit:
      return SystemError(
          report.error,
          absl::StrCat("setrlimit ", plan.get().limits[report.index].resource));
    case ChildStage::kSetgroups:
      return SystemError(report.error, "setgroups");
    case ChildStage::kSetgid:
      return SystemError(report.error, absl::StrCat("setgid ", plan.get().gid));
    case ChildStage::kSetuid:
      return SystemError(report.error, absl::StrCat("setuid ", plan.get().uid));
    case ChildStage::kParentDeath:
      return SystemError(report.error, "die with parent");
    case ChildStage::kCloseOthers:
      return SystemError(report.error,
                         "close other handles (no close_range(2), no /proc)");
    case ChildStage::kExec:
      return ExecError(report, plan, request);
  }
  return SystemError(report.error, "start");
}

// Out of the way of a program that has closed its standard streams and opens
// them again later. If there is no room the child is still a child.
UniqueHandle AboveStandardStreamsIfPossible(UniqueHandle pidfd) {
  if (pidfd.get() > STDERR_FILENO) return pidfd;
  absl::StatusOr<UniqueHandle> moved = DuplicateAboveStandardStreams(Fd(pidfd));
  return moved.ok() ? *std::move(moved) : std::move(pidfd);
}

absl::StatusOr<std::unique_ptr<Child>> Spawn(const Plan& plan,
                                             const Request& request) {
  NewChild born;
  if (const int error = MakeChild(plan.get(), born); error != 0) {
    return SystemError(error, "fork");
  }
  auto child = std::make_unique<PosixChild>(
      born.pid, AboveStandardStreamsIfPossible(std::move(born.pidfd)),
      /*leads_group=*/request.options.group != Group::kInherit);
  if (born.report.error == 0) return child;
  child->WaitForEnd(Deadline::Never());
  child->Poll();
  return ReportedError(born.report, plan, request);
}

}  // namespace

bool TakesPosixOptions() { return true; }

absl::StatusOr<Started> StartChild(const Request& request) {
  if (absl::Status status = CheckHandles(request); !status.ok()) return status;
  if (absl::Status status = CheckUser(request.options.posix); !status.ok()) {
    return status;
  }
  Streams streams;
  if (absl::Status status = streams.Open(request.streams); !status.ok()) {
    return status;
  }
  Plan plan(request);
  plan.Connect(streams);
  absl::StatusOr<std::unique_ptr<Child>> child = Spawn(plan, request);
  if (!child.ok()) return child.status();
  return Started{*std::move(child), PipeWriter(std::move(streams.ours(0))),
                 PipeReader(std::move(streams.ours(1))),
                 PipeReader(std::move(streams.ours(2)))};
  // The child's ends close here, or reading would never come to an end.
}

}  // namespace process::internal
