// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/lab/timeline_text.h"
#include "labs/ch37/steps/steps.h"
#include "labs/ch37/virtual_gil.h"

namespace ch37 {
namespace {

// Two threads that compute for 15 ms each, in virtual time.
absl::StatusOr<VirtualRun> TwoThreads(VirtualLock lock) {
  constexpr int64_t kTicks = 500'000;
  return RunInVirtualTime({{.name = "thread 1", .steps = {ComputeFor(kTicks)}},
                           {.name = "thread 2", .steps = {ComputeFor(kTicks)}}},
                          {.lock = lock});
}

}  // namespace

absl::Status PicturesStep(lab::Narrator& tell) {
  tell.Say(
      "Two threads that compute, drawn. The time is virtual, so the pictures "
      "are the same on every machine and in every run. Mind the scales: the "
      "old lock changes hands within microseconds.");
  tell.Code("ch37::RunInVirtualTime(threads, {.lock = ...});");
  for (VirtualLock lock : {VirtualLock::kNone, VirtualLock::kNewGil}) {
    absl::StatusOr<VirtualRun> run = TwoThreads(lock);
    if (!run.ok()) return run.status();
    tell.Output(lab::TimelineText(run->timeline, {.width = 74}));
  }
  absl::StatusOr<VirtualRun> old_run = TwoThreads(VirtualLock::kOldGil);
  if (!old_run.ok()) return old_run.status();
  tell.Output(
      lab::TimelineText(old_run->timeline, {.width = 74,
                                            .begin = absl::Microseconds(80),
                                            .end = absl::Microseconds(150)}));
  tell.Notice(
      "Under a lock there is never more than one # in a column of time. "
      "bazel run //labs/ch37:bench -- --report=FILE.html draws what really "
      "happened, to zoom into.");
  return absl::OkStatus();
}

}  // namespace ch37
