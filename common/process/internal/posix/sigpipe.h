// SPDX-License-Identifier: Apache-2.0
//
// Writing to a pipe that nobody reads any more, and living to tell.
//
// Source: pipe(7), sigtimedwait(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_SIGPIPE_H_
#define COMMON_PROCESS_INTERNAL_POSIX_SIGPIPE_H_

#include <sys/types.h>

#include "absl/strings/string_view.h"

namespace process::internal {

// write(2), but EPIPE comes without the signal SIGPIPE, which by default ends
// the program. The caller's handling of SIGPIPE, and one that may be waiting
// for the thread already, stay as they are.
ssize_t WriteWithoutSigpipe(int fd, absl::string_view bytes);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_SIGPIPE_H_
