// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/internal/posix/error.h"
#include "common/process/internal/posix/poll.h"
#include "common/process/internal/posix/sigpipe.h"

namespace process {

using internal::Deadline;
using internal::SystemError;

namespace {

absl::Status NotOpen() {
  return absl::FailedPreconditionError(
      "this stream is not open: start the child with Stdio::Pipe() for it");
}

// Asked since FIONREAD has an answer for files and sockets, too, and
// F_GETPIPE_SZ says that they are not open.
absl::Status CheckIsPipe(const UniqueHandle& handle) {
  if (!handle.is_open()) return NotOpen();
  struct stat status;
  if (fstat(internal::Fd(handle), &status) < 0) {
    return SystemError(errno, "fstat");
  }
  if (S_ISFIFO(status.st_mode)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "this stream is no pipe: it can be read, but not asked this");
}

}  // namespace

absl::StatusOr<std::string> PipeReader::Read(size_t max) {
  if (!is_open()) return NotOpen();
  std::string bytes(max, '\0');
  const ssize_t size = internal::RetryOnEintr(
      [&] { return read(internal::Fd(handle_), bytes.data(), bytes.size()); });
  if (size < 0) return SystemError(errno, "read");
  bytes.resize(size);
  return bytes;
}

absl::StatusOr<size_t> PipeReader::Waiting() const {
  if (absl::Status status = CheckIsPipe(handle_); !status.ok()) return status;
  int size = 0;
  if (ioctl(internal::Fd(handle_), FIONREAD, &size) < 0) {
    return SystemError(errno, "ioctl");
  }
  return size;
}

absl::StatusOr<size_t> PipeReader::Capacity() const {
  if (absl::Status status = CheckIsPipe(handle_); !status.ok()) return status;
  const int size = fcntl(internal::Fd(handle_), F_GETPIPE_SZ);
  if (size < 0) return SystemError(errno, "fcntl");
  return size;
}

absl::Status PipeWriter::Write(absl::string_view bytes) {
  if (!is_open()) return NotOpen();
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
