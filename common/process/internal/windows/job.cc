// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/job.h"

#include <windows.h>

#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/raw_handle.h"

namespace process::internal {
namespace {

bool SetLimits(const UniqueHandle& job, DWORD flags) {
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
  limits.BasicLimitInformation.LimitFlags = flags;
  return SetInformationJobObject(Raw(job), JobObjectExtendedLimitInformation,
                                 &limits, sizeof(limits));
}

}  // namespace

absl::StatusOr<UniqueHandle> CreateJob(bool dies_with_us) {
  UniqueHandle job = Adopt(CreateJobObjectW(nullptr, nullptr));
  if (!job.is_open() ||
      (dies_with_us && !SetLimits(job, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE))) {
    return SystemError(GetLastError(), "create job");
  }
  return job;
}

void LetLive(const UniqueHandle& job) { SetLimits(job, 0); }

}  // namespace process::internal
