// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/sigpipe.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/string_view.h"

namespace process::internal {
namespace {

sigset_t OnlySigpipe() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  return signals;
}

bool SigpipeIsPending() {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

// The signal goes to the thread that writes, so blocking it here is enough, and
// it can be taken back before anybody sees it.
ssize_t WriteWithoutSigpipe(int fd, absl::string_view bytes) {
  const sigset_t sigpipe = OnlySigpipe();
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &sigpipe, &before);
  const bool was_pending = SigpipeIsPending();
  const ssize_t size = write(fd, bytes.data(), bytes.size());
  const int error = errno;
  if (size < 0 && error == EPIPE && !was_pending) {
    const timespec now = {};
    while (sigtimedwait(&sigpipe, nullptr, &now) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return size;
}

}  // namespace process::internal
