// SPDX-License-Identifier: Apache-2.0

#include <sys/select.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "labs/ch37/internal/select.h"

namespace ch37::internal {

absl::Status SelectNothing(absl::Duration timeout) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  timeval remaining = absl::ToTimeval(timeout);
  // Three empty sets: nothing can become ready. A signal may end the call
  // early (EINTR); then wait for the rest.
  while (select(0, nullptr, nullptr, nullptr, &remaining) != 0) {
    if (errno != EINTR) {
      return absl::InternalError(
          absl::StrCat("select: ", std::strerror(errno)));
    }
    const absl::Duration waited = absl::FromChrono(Clock::now() - start);
    remaining =
        absl::ToTimeval(std::max(absl::ZeroDuration(), timeout - waited));
  }
  return absl::OkStatus();
}

}  // namespace ch37::internal
