// SPDX-License-Identifier: Apache-2.0
//
// A child process by its pidfd: a descriptor that means this process and no
// other, even after its end, when its number may be given to someone else.
//
// Source: pidfd_open(2), pidfd_send_signal(2), waitid(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_CHILD_H_
#define COMMON_PROCESS_INTERNAL_POSIX_CHILD_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"

namespace process::internal {

class PosixChild : public Child {
 public:
  // `leads_group`: the child's number is also that of its process group.
  PosixChild(pid_t pid, UniqueHandle pidfd, bool leads_group)
      : pid_(pid), pidfd_(std::move(pidfd)), leads_group_(leads_group) {}

  int64_t pid() const override { return pid_; }
  NativeHandle wait_handle() const override { return pidfd_.get(); }
  std::optional<ExitStatus> Poll() override;
  bool WaitForEnd(const Deadline& deadline) override;
  absl::Status SendSignal(int signal) override;
  absl::Status Terminate() override;
  absl::Status Kill() override;
  absl::StatusOr<TreeReach> KillTree() override;
  void Detach() override {}  // a child outlives its parent anyway

 private:
  absl::Status KillGroup() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const pid_t pid_;
  const UniqueHandle pidfd_;
  const bool leads_group_;

  absl::Mutex mu_;
  // Set by whoever reaped it. Reaping takes the lock so that no one else can
  // come between that and this.
  std::optional<ExitStatus> status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_CHILD_H_
