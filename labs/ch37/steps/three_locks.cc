// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/steps/three_locks.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/speed_up_table.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/order.h"

namespace ch37 {
namespace {

using MakeGil = std::function<std::unique_ptr<Gil>()>;

// Adds the times of both orders under one lock.
absl::Status Measure(const std::string& workload, const std::string& lock,
                     const std::function<std::vector<Job>()>& jobs,
                     const MakeGil& make,
                     std::vector<lab::Measurement>& measurements) {
  const std::string serial_name = absl::StrCat(lock, " serial");
  absl::StatusOr<absl::Duration> serial =
      RunJobs(jobs(), Order::kSerial, *make());
  if (!serial.ok()) return serial.status();
  absl::StatusOr<absl::Duration> threads =
      RunJobs(jobs(), Order::kThreads, *make());
  if (!threads.ok()) return threads.status();
  measurements.push_back({.workload = workload,
                          .way = serial_name,
                          .seconds = absl::ToDoubleSeconds(*serial),
                          .baseline_only = true});
  measurements.push_back({.workload = workload,
                          .way = lock,
                          .seconds = absl::ToDoubleSeconds(*threads),
                          .against = serial_name});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SpeedUpsUnderThreeLocks(
    const std::string& workload,
    const std::function<std::vector<Job>()>& jobs) {
  std::vector<lab::Measurement> measurements;
  absl::Status status = Measure(
      workload, "no GIL", jobs, [] { return std::make_unique<NoGil>(); },
      measurements);
  status.Update(Measure(
      workload, "new GIL", jobs, [] { return std::make_unique<NewGil>(); },
      measurements));
  status.Update(Measure(
      workload, "old GIL", jobs, [] { return std::make_unique<OldGil>(); },
      measurements));
  if (!status.ok()) return status;
  return lab::SpeedUpTable(measurements);
}

}  // namespace ch37
