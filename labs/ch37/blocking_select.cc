// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/blocking_select.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/sync/on_threads.h"
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
  return sync_util::OnThreads(calls,
                              [&](int) { return BlockingSelect(timeout); });
}

}  // namespace ch37
