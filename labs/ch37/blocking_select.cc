// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/blocking_select.h"

#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "labs/ch37/internal/select.h"

namespace ch37 {

absl::Status BlockingSelect(absl::Duration timeout) {
  if (timeout < absl::ZeroDuration() || timeout == absl::InfiniteDuration()) {
    return absl::InvalidArgumentError(
        absl::StrCat("timeout ", absl::FormatDuration(timeout),
                     " is not a wait that ends; give 0 or more"));
  }
  return internal::SelectNothing(timeout);
}

absl::Status BlockingSelects(int calls, absl::Duration timeout) {
  absl::Status status;
  for (int i = 0; i < calls; ++i) status.Update(BlockingSelect(timeout));
  return status;
}

absl::Status BlockingSelectsOnThreads(int calls, absl::Duration timeout) {
  std::vector<absl::Status> statuses(calls);
  std::vector<std::thread> threads;
  for (int i = 0; i < calls; ++i) {
    threads.emplace_back([&, i] { statuses[i] = BlockingSelect(timeout); });
  }
  for (std::thread& thread : threads) thread.join();
  absl::Status first_error;
  for (const absl::Status& status : statuses) first_error.Update(status);
  return first_error;
}

}  // namespace ch37
