// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/handle.h"
#include "common/process/internal/posix/error.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"

namespace process {

void UniqueHandle::Close() {
  // Never again after EINTR: Linux has closed it by then, and the number may be
  // another thread's new file.
  if (is_open()) close(static_cast<int>(Release()));
}

// Close-on-exec from birth: between pipe() and a later fcntl() another thread
// could start a child that would then hold our pipe open. Not among 0, 1 and 2
// even if these are free: what this program prints would go into the pipe.
absl::StatusOr<Pipe> OpenPipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) return internal::SystemError(errno, "pipe");
  UniqueHandle low_read(fds[0]);
  UniqueHandle low_write(fds[1]);
  absl::StatusOr<UniqueHandle> read =
      internal::MoveAboveStandardStreams(std::move(low_read));
  if (!read.ok()) return read.status();
  absl::StatusOr<UniqueHandle> write =
      internal::MoveAboveStandardStreams(std::move(low_write));
  if (!write.ok()) return write.status();
  return Pipe{*std::move(read), *std::move(write)};
}

namespace internal {
namespace {

int OpenFlags(FileMode mode) {
  switch (mode) {
    case FileMode::kRead:
      return O_RDONLY;
    case FileMode::kTruncate:
      return O_WRONLY | O_CREAT | O_TRUNC;
    case FileMode::kAppend:
      return O_WRONLY | O_CREAT | O_APPEND;
    case FileMode::kCreateNew:
      return O_WRONLY | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

absl::StatusOr<UniqueHandle> Open(const std::string& path, int flags) {
  const int fd = RetryOnEintr(
      [&] { return open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY, 0666); });
  if (fd < 0) return SystemError(errno, "open", path);
  return MoveAboveStandardStreams(UniqueHandle(fd));
}

}  // namespace

absl::StatusOr<UniqueHandle> DuplicateAboveStandardStreams(int fd) {
  const int duplicate = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (duplicate < 0) {
    // EINVAL: the limit of open files is so low that there is none above them.
    return SystemError(errno == EINVAL ? EMFILE : errno, "dup", "",
                       absl::StrCat(fd));
  }
  return UniqueHandle(duplicate);
}

absl::StatusOr<UniqueHandle> MoveAboveStandardStreams(UniqueHandle handle) {
  if (handle.get() > STDERR_FILENO) return handle;
  return DuplicateAboveStandardStreams(Fd(handle));
}

absl::StatusOr<UniqueHandle> OpenFile(const std::string& path, FileMode mode) {
  return Open(path, OpenFlags(mode));
}

absl::StatusOr<UniqueHandle> OpenNull(int target) {
  return Open("/dev/null", target == STDIN_FILENO ? O_RDONLY : O_WRONLY);
}

}  // namespace internal
}  // namespace process
