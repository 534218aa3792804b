// SPDX-License-Identifier: Apache-2.0
//
// Starts a child: opens what it is to have, writes down all that it is to be
// (NewProcess), makes it, and turns an error into a Status.

#include <windows.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/handle.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/windows/child.h"
#include "common/process/internal/windows/command_line.h"
#include "common/process/internal/windows/create_process.h"
#include "common/process/internal/windows/environment_block.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/files.h"
#include "common/process/internal/windows/job.h"
#include "common/process/internal/windows/raw_handle.h"
#include "common/process/internal/windows/streams.h"
#include "common/process/internal/windows/utf.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/start_failure.h"

namespace process::internal {
namespace {

// Looked at beforehand, since the error of CreateProcessW() doesn't tell
// whether it means the folder or the program.
absl::StatusOr<std::wstring> ChildsFolder(const StartOptions& options) {
  if (options.cwd.empty()) return std::wstring();
  const absl::StatusOr<std::wstring> folder = Utf16(options.cwd, "chdir");
  if (!folder.ok()) return folder.status();
  const std::wstring absolute = Absolute(*folder);
  if (const uint32_t error = WhyNoFolder(absolute); error != 0) {
    return SystemError(error, "chdir", options.cwd);
  }
  return absolute;
}

absl::Status CheckPassedHandles(const StartOptions& options) {
  for (const NativeHandle handle : options.pass_handles) {
    DWORD flags = 0;
    // Numbers below zero mean "this process" and the like.
    const bool open = handle > 0 && GetHandleInformation(Raw(handle), &flags);
    if (open && (flags & HANDLE_FLAG_INHERIT)) continue;
    if (!open) {
      return SystemError(ERROR_INVALID_HANDLE, "pass handle", "",
                         absl::StrCat(handle));
    }
    return WithFailure(
        absl::InvalidArgumentError(
            absl::StrCat("pass handle ", handle,
                         ": it is not inheritable: call SetHandleInformation() "
                         "with HANDLE_FLAG_INHERIT first")),
        {.stage = "pass handle", .os_error = ERROR_INVALID_HANDLE});
  }
  return absl::OkStatus();
}

uint32_t Flags(const StartOptions& options) {
  return (options.group != Group::kInherit ? CREATE_NEW_PROCESS_GROUP : 0) |
         (options.windows.hide_window ? CREATE_NO_WINDOW : 0);
}

// A changed copy of this program's variables keeps the folders of its drives;
// an environment that the caller wrote from nothing has none.
absl::Status SetEnvironment(const Request& request, NewProcess& process) {
  if (!request.environment.has_value()) return absl::OkStatus();
  absl::StatusOr<std::wstring> block =
      EnvironmentBlock(*request.environment,
                       /*drive_folders=*/!request.options.env.has_value());
  if (!block.ok()) return block.status();
  process.environment = *std::move(block);
  return absl::OkStatus();
}

absl::StatusOr<NewProcess> Plan(const Request& request) {
  const StartOptions& options = request.options;
  if (absl::Status status = CheckPassedHandles(options); !status.ok()) {
    return status;
  }
  absl::StatusOr<std::wstring> folder = ChildsFolder(options);
  if (!folder.ok()) return folder.status();
  absl::StatusOr<CommandLine> line = MakeCommandLine(request);
  if (!line.ok()) return line.status();
  NewProcess process = {.line = *std::move(line),
                        .folder = *std::move(folder),
                        .streams = {kNoHandle, kNoHandle, kNoHandle},
                        .handles = options.pass_handles,
                        .flags = Flags(options)};
  if (absl::Status status = SetEnvironment(request, process); !status.ok()) {
    return status;
  }
  return process;
}

absl::Status CreateError(uint32_t error, const Request& request,
                         const NewProcess& process) {
  if (error == ERROR_DIRECTORY) {
    return SystemError(error, "chdir", request.options.cwd);
  }
  return SystemError(error, "exec", Utf8(process.line.program));
}

// A job that this program was put into may forbid jobs within it (one that
// limits the use of windows does). Then the child gets none, and KillTree()
// says that it reaches the child alone; but not if the caller asked for what
// only a job can do.
absl::StatusOr<std::unique_ptr<Child>> Spawn(const Request& request,
                                             NewProcess process) {
  const StartOptions& options = request.options;
  absl::StatusOr<UniqueHandle> job = CreateJob(options.die_with_parent);
  if (!job.ok()) return job.status();
  process.job = job->get();
  CreatedProcess created;
  uint32_t error = CreateProcessFor(process, created);
  const bool may_be_the_job =
      error == ERROR_ACCESS_DENIED || error == ERROR_NOT_SUPPORTED;
  if (may_be_the_job && !options.die_with_parent) {
    job->Close();
    process.job = kNoHandle;
    error = CreateProcessFor(process, created);
  }
  if (error != 0) return CreateError(error, request, process);
  return std::make_unique<WindowsChild>(
      created.pid, std::move(created.handle), *std::move(job),
      /*leads_group=*/options.group != Group::kInherit);
}

}  // namespace

bool TakesPosixOptions() { return false; }

absl::StatusOr<Started> StartChild(const Request& request) {
  absl::StatusOr<NewProcess> process = Plan(request);
  if (!process.ok()) return process.status();
  absl::StatusOr<Streams> streams = OpenStreams(request.streams);
  if (!streams.ok()) return streams.status();
  process->streams = streams->numbers;
  absl::StatusOr<std::unique_ptr<Child>> child =
      Spawn(request, *std::move(process));
  if (!child.ok()) return child.status();
  return Started{*std::move(child), PipeWriter(std::move(streams->ours[0])),
                 PipeReader(std::move(streams->ours[1])),
                 PipeReader(std::move(streams->ours[2]))};
  // The child's ends close here, or reading would never come to an end.
}

}  // namespace process::internal
