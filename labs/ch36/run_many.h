// SPDX-License-Identifier: Apache-2.0
//
// Many children, some of them at once: the chapter's sleepers side by side, and
// what `xargs -P` or `make -j` do.
//
//   auto results = ch36::RunMany(files.size(), /*at_once=*/4, [&](int i) {
//     return process::Run({"gzip", files[i]});
//   });
//
// In Python: ThreadPoolExecutor(max_workers=4).map(run, files).
//
// Children run side by side by themselves; the threads here only wait for them,
// one for each child that runs. To start as many as there is work for would end
// with more processes than the machine can hold: that is what the cap is for.
//
// Thread safety: any thread may call it; `run` is called by several at once.

#ifndef LABS_CH36_RUN_MANY_H_
#define LABS_CH36_RUN_MANY_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/process/run.h"

namespace ch36 {

// Calls run(0) to run(count - 1), in that order, with at most `at_once` (1 or
// more) under way at a time, and waits for all of them. Element i is what
// run(i) returned: a child that failed keeps no other one from running.
std::vector<absl::StatusOr<process::CompletedProcess>> RunMany(
    int count, int at_once,
    absl::FunctionRef<absl::StatusOr<process::CompletedProcess>(int)> run);

// How many of them ran and ended with code 0.
int CountSuccesses(
    const std::vector<absl::StatusOr<process::CompletedProcess>>& results);

}  // namespace ch36

#endif  // LABS_CH36_RUN_MANY_H_
