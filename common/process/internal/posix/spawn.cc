// SPDX-License-Identifier: Apache-2.0
//
// Starts a child: opens what it is to have (Streams), writes down all that it
// is to do (Plan), makes it (MakeChild), and turns its report into a Status.

#include <fcntl.h>

#include <cerrno>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/posix/child.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/internal/posix/driver.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/plan.h"
#include "common/process/internal/posix/reported_error.h"
#include "common/process/internal/posix/streams.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"

namespace process::internal {
namespace {

absl::Status CheckOpen(absl::string_view use, NativeHandle handle) {
  if (handle >= 0 && handle <= std::numeric_limits<int>::max() &&
      fcntl(static_cast<int>(handle), F_GETFD) >= 0) {
    return absl::OkStatus();
  }
  return SystemError(EBADF, use, "", absl::StrCat(handle));
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
