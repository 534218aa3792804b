// SPDX-License-Identifier: Apache-2.0
//
// A child process by its HANDLE, which means this process and no other even
// after its end: Windows gives its number to nobody else meanwhile.
//
// Source: WaitForSingleObject, GetExitCodeProcess, TerminateJobObject,
// GenerateConsoleCtrlEvent in the Windows API.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_CHILD_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_CHILD_H_

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"

namespace process::internal {

// Thread-safe without a lock: nothing here changes, and Windows' calls are.
class WindowsChild : public Child {
 public:
  // `job` holds the child and all it starts; none if Windows refused that.
  // `leads_group`: the child's number is also that of a console process group.
  WindowsChild(int64_t pid, UniqueHandle process, UniqueHandle job,
               bool leads_group)
      : pid_(pid),
        process_(std::move(process)),
        job_(std::move(job)),
        leads_group_(leads_group) {}

  // Closing a job that was made for die_with_parent would kill whoever is in
  // it; letting go of a child must not. What kills is the end of this program,
  // which comes without destructors.
  ~WindowsChild() override { LetJobLive(); }

  int64_t pid() const override { return pid_; }
  NativeHandle wait_handle() const override { return process_.get(); }
  std::optional<ExitStatus> Poll() override;
  bool WaitForEnd(const Deadline& deadline) override;
  absl::Status SendSignal(int signal) override;
  absl::Status Terminate() override;
  absl::Status Kill() override;
  absl::StatusOr<TreeReach> KillTree() override;
  void Detach() override { LetJobLive(); }

 private:
  void LetJobLive();

  const int64_t pid_;
  const UniqueHandle process_;
  const UniqueHandle job_;
  const bool leads_group_;
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_CHILD_H_
