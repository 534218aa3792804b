// SPDX-License-Identifier: Apache-2.0
//
// A bench for tests to start: workloads that are over at once, in two tables.
// The first argument adds to it:
//
//   --fail            a workload that fails
//   --own_baselines   ways that are not compared with the first one, and that
//                     say how long they took

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/bench.h"

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

}  // namespace

int main(int argc, char** argv) {
  const absl::string_view more = argc > 1 ? argv[1] : "";
  lab::Bench bench("A sample");
  if (more == "--own_baselines") {
    CompareWithOwnBaselines(bench);
  } else {
    bench.Compare("first", {{"serial", Succeed}, {"threads", Succeed}});
    bench.Compare("second", {{"serial", Succeed}, {"threads", Succeed}});
    if (more == "--fail") bench.Compare("third", {{"serial", Fail}});
    bench.Section("What a shell adds");
    bench.Compare("first", {{"no shell", Succeed}, {"shell", Succeed}});
  }
  if (more == "--fail" || more == "--own_baselines") {
    argv[1] = argv[0];
    --argc;
    ++argv;
  }
  return bench.Main(argc, argv);
}
