// SPDX-License-Identifier: Apache-2.0

#include "common/sync/on_threads.h"

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/log/absl_check.h"
#include "absl/status/status.h"
#include "common/sync/thread_pool.h"

namespace sync_util {

absl::Status OnThreads(int count, absl::FunctionRef<absl::Status(int)> work) {
  ABSL_CHECK_GE(count, 0) << "OnThreads: the count can't be negative";
  if (count == 0) return absl::OkStatus();
  // Each piece writes to its own element, so no lock is needed.
  std::vector<absl::Status> statuses(count);
  {
    ThreadPool pool(count);
    for (int i = 0; i < count; ++i) {
      pool.Schedule([&, i] { statuses[i] = work(i); });
    }
  }  // waits for all
  absl::Status first_error;
  for (const absl::Status& status : statuses) first_error.Update(status);
  return first_error;
}

}  // namespace sync_util
