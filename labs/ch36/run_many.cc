// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/run_many.h"

#include <algorithm>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/process/run.h"
#include "common/sync/thread_pool.h"

namespace ch36 {

std::vector<absl::StatusOr<process::CompletedProcess>> RunMany(
    int count, int at_once,
    absl::FunctionRef<absl::StatusOr<process::CompletedProcess>(int)> run) {
  std::vector<absl::StatusOr<process::CompletedProcess>> results(count);
  {
    sync_util::ThreadPool pool(at_once);
    for (int i = 0; i < count; ++i) {
      // An element each, so the threads need no lock.
      pool.Schedule([&results, run, i] { results[i] = run(i); });
    }
  }  // The pool's destructor waits for all of them.
  return results;
}

int CountSuccesses(
    const std::vector<absl::StatusOr<process::CompletedProcess>>& results) {
  return std::count_if(
      results.begin(), results.end(),
      [](const absl::StatusOr<process::CompletedProcess>& result) {
        return result.ok() && result->status.ok();
      });
}

}  // namespace ch36
