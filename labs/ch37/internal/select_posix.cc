// SPDX-License-Identifier: Apache-2.0

#include <sys/select.h>

#include <algorithm>
#include <cerrno>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "labs/ch37/internal/select.h"

namespace ch37::internal {

absl::Status SelectNothing(absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  timeval remaining = absl::ToTimeval(timeout);
  // Three empty sets: nothing can become ready. A signal may end the call
  // early (EINTR); then wait for the rest.
  while (select(0, nullptr, nullptr, nullptr, &remaining) != 0) {
    if (errno != EINTR) return absl::ErrnoToStatus(errno, "select");
    remaining =
        absl::ToTimeval(std::max(absl::ZeroDuration(), deadline - absl::Now()));
  }
  return absl::OkStatus();
}

}  // namespace ch37::internal
