// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/steps/files.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/temp_directory.h"
#include "common/lab/timeline.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/order.h"
#include "labs/ch37/steps/three_locks.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {
namespace {

constexpr int kFiles = 5;
constexpr int kLines = 200'000;

// Which part of the time one thread spends in blocking calls, in percent.
absl::StatusOr<double> PercentBlocked(const std::vector<Job>& jobs) {
  NewGil gil;
  TimelineRecorder recorder;
  absl::StatusOr<absl::Duration> took =
      RunJobs(jobs, Order::kSerial, gil, &recorder);
  if (!took.ok()) return took.status();
  absl::Duration blocked = absl::ZeroDuration();
  for (const lab::Interval& interval :
       recorder.Finish("serial", gil.exclusive()).intervals) {
    if (interval.activity == lab::Activity::kBlocked) {
      blocked += interval.end - interval.begin;
    }
  }
  return 100 * absl::FDivDuration(blocked, *took);
}

}  // namespace

absl::Status ShowFiles(lab::Narrator& tell, const std::string& workload,
                       const MakeFileJobs& file_jobs) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  const auto jobs = [&] {
    std::vector<Job> jobs = file_jobs(folder->path(), kFiles, kLines);
    jobs.push_back(FactoriseAllJob(kNumbers));
    return jobs;
  };
  absl::StatusOr<std::string> table = SpeedUpsUnderThreeLocks(workload, jobs);
  if (!table.ok()) return table.status();
  absl::StatusOr<double> blocked =
      PercentBlocked(file_jobs(folder->path(), kFiles, kLines));
  if (!blocked.ok()) return blocked.status();
  tell.Output(*table);
  tell.Output(absl::StrFormat(
      "of writing the files, spent in calls that need no lock: %.0f %%",
      *blocked));
  return absl::OkStatus();
}

}  // namespace ch37
