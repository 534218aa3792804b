// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipe.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/poll.h"
#include "common/process/internal/posix/sigpipe.h"

namespace process {

using internal::Deadline;
using internal::SystemError;

absl::StatusOr<std::string> PipeReader::Read(size_t max) {
  if (!is_open()) {
    return absl::FailedPreconditionError(
        "this stream is not open: start the child with Stdio::Pipe() for it");
  }
  std::string bytes(max, '\0');
  const ssize_t size = internal::RetryOnEintr(
      [&] { return read(internal::Fd(handle_), bytes.data(), bytes.size()); });
  if (size < 0) return SystemError(errno, "read");
  bytes.resize(size);
  return bytes;
}

absl::Status PipeWriter::Write(absl::string_view bytes) {
  if (!is_open()) {
    return absl::FailedPreconditionError(
        "this stream is not open: start the child with Stdio::Pipe() for it");
  }
  const int fd = internal::Fd(handle_);
  while (!bytes.empty()) {
    const ssize_t size = internal::WriteWithoutSigpipe(fd, bytes);
    if (size >= 0) {
      bytes.remove_prefix(size);
    } else if (errno == EAGAIN) {
      pollfd room = {fd, POLLOUT, 0};
      if (internal::PollUntil({&room, 1}, Deadline::Never()) < 0) {
        return SystemError(errno, "poll");
      }
    } else if (errno == EPIPE) {
      return absl::AbortedError("nobody reads this stream any more");
    } else if (errno != EINTR) {
      return SystemError(errno, "write");
    }
  }
  return absl::OkStatus();
}

}  // namespace process
