// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/poll.h"

#include <poll.h>
#include <time.h>

#include <algorithm>
#include <cerrno>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/internal/deadline.h"

namespace process::internal {

int PollUntil(absl::Span<pollfd> fds, const Deadline& deadline) {
  while (true) {
    const absl::Duration left = deadline.Left();
    // The system refuses times beyond its own range: a day, and again.
    const timespec time = absl::ToTimespec(std::min(left, absl::Hours(24)));
    const int ready = ppoll(fds.data(), fds.size(),
                            deadline.never() ? nullptr : &time, nullptr);
    if (ready > 0) return ready;
    if (ready < 0 && errno != EINTR) return ready;
    if (ready == 0 && left <= absl::Hours(24)) return 0;
  }
}

}  // namespace process::internal
