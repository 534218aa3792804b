// SPDX-License-Identifier: Apache-2.0
//
// A bench for tests to start: workloads that are over at once, in two tables,
// and one that fails when the first argument is --fail.

#include <cstring>

#include "absl/status/status.h"
#include "common/lab/bench.h"

namespace {

absl::Status Succeed() { return absl::OkStatus(); }

absl::Status Fail() { return absl::DataLossError("the disk is full"); }

}  // namespace

int main(int argc, char** argv) {
  lab::Bench bench("A sample");
  bench.Compare("first", {{"serial", Succeed}, {"threads", Succeed}});
  bench.Compare("second", {{"serial", Succeed}, {"threads", Succeed}});
  if (argc > 1 && std::strcmp(argv[1], "--fail") == 0) {
    bench.Compare("third", {{"serial", Fail}});
    argv[1] = argv[0];
    --argc;
    ++argv;
  }
  bench.Section("What a shell adds");
  bench.Compare("first", {{"no shell", Succeed}, {"shell", Succeed}});
  return bench.Main(argc, argv);
}
