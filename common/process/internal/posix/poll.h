// SPDX-License-Identifier: Apache-2.0
//
// poll(2) with a deadline.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_POLL_H_
#define COMMON_PROCESS_INTERNAL_POSIX_POLL_H_

#include <poll.h>

#include "absl/types/span.h"
#include "common/process/internal/deadline.h"

namespace process::internal {

// How many of them are ready; 0: none was until `deadline`. Signals don't end
// it. -1 and errno if the system can't (ENOMEM).
int PollUntil(absl::Span<pollfd> fds, const Deadline& deadline);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_POLL_H_
