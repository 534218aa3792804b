// SPDX-License-Identifier: Apache-2.0
//
// A bench for tests to start: workloads that are over at once, in two tables.
// The first argument adds to it:
//
//   --fail            a workload that fails
//   --own_baselines   ways that are not compared with the first one, and that
//                     say how long they took
//   --timelines       timelines and notes
//   --bad_timelines   timelines that end in an error

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/bench.h"
#include "common/lab/comparison.h"
#include "common/lab/timeline.h"

namespace {

absl::Status Succeed() { return absl::OkStatus(); }

absl::Status Fail() { return absl::DataLossError("the disk is full"); }

std::function<absl::StatusOr<absl::Duration>()> Takes(int seconds) {
  return [seconds] { return absl::Seconds(seconds); };
}

void CompareWithOwnBaselines(lab::Bench& bench) {
  bench.Compare(
      "compute",
      {{.name = "C++", .timed_run = Takes(2)},
       {.name = "C++ threads", .timed_run = Takes(1)},
       {.name = "Python serial", .timed_run = Takes(40), .baseline_only = true},
       {.name = "Python threads",
        .timed_run = Takes(50),
        .against = "Python serial"}});
  bench.Compare("clock", {{.name = "wrong", .timed_run = Takes(-1)},
                          {.name = "none", .timed_run = [] {
                             return absl::UnavailableError("no clock");
                           }}});
}

absl::StatusOr<std::vector<lab::Timeline>> RecordTimelines() {
  lab::Timeline timeline = {.title = "two threads",
                            .tracks = {"thread 1", "thread 2"}};
  timeline.intervals = {
      {0, lab::Activity::kRunning, absl::ZeroDuration(), absl::Milliseconds(5)},
      {1, lab::Activity::kWaiting, absl::ZeroDuration(), absl::Milliseconds(5)},
      {1, lab::Activity::kRunning, absl::Milliseconds(5),
       absl::Milliseconds(9)}};
  return std::vector<lab::Timeline>{timeline};
}

std::vector<std::string> CountWhatRan(
    const std::vector<lab::Comparison>& comparisons) {
  int ran = 0;
  for (const lab::Comparison& comparison : comparisons) {
    for (const lab::WayRuns& runs : comparison.ways) {
      ran += runs.seconds.empty() ? 0 : 1;
    }
  }
  return {absl::StrCat("Of the ways of ", comparisons.size(), " comparisons, ",
                       ran, " were run.")};
}

void AddMore(lab::Bench& bench, absl::string_view more) {
  if (more == "--fail") bench.Compare("third", {{"serial", Fail}});
  if (more == "--timelines") {
    bench.ReportTimelines("Who ran when", RecordTimelines);
    bench.Conclude(CountWhatRan);
  }
  if (more == "--bad_timelines") {
    bench.ReportTimelines("Who ran when", [] {
      return absl::UnavailableError("no second thread");
    });
  }
}

}  // namespace

int main(int argc, char** argv) {
  const absl::string_view more = argc > 1 ? argv[1] : "";
  lab::Bench bench("A sample");
  if (more == "--own_baselines") {
    CompareWithOwnBaselines(bench);
  } else {
    bench.Compare("first", {{"serial", Succeed}, {"threads", Succeed}});
    bench.Compare("second", {{"serial", Succeed}, {"threads", Succeed}},
                  /*runs=*/2);
    AddMore(bench, more);
    bench.Section("What a shell adds");
    bench.Compare("first", {{"no shell", Succeed}, {"shell", Succeed}});
  }
  if (more == "--fail" || more == "--own_baselines" || more == "--timelines" ||
      more == "--bad_timelines") {
    argv[1] = argv[0];
    --argc;
    ++argv;
  }
  return bench.Main(argc, argv);
}
