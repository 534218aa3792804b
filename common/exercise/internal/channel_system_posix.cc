// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "absl/log/check.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/channel_system.h"

namespace exercise::internal {
namespace {

// Out of the way of programs that count on the low numbers.
constexpr int kLowest = 100;

int MoveUp(int descriptor) {
  const int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, kLowest);
  PCHECK(copy >= 0) << "runner: standard stream " << descriptor;
  return copy;
}

}  // namespace

Streams MoveStandardStreams() {
  const Streams moved = {MoveUp(STDIN_FILENO), MoveUp(STDOUT_FILENO)};
  const int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);
  PCHECK(empty >= 0) << "runner: /dev/null";
  PCHECK(dup2(empty, STDIN_FILENO) >= 0);
  PCHECK(dup2(STDERR_FILENO, STDOUT_FILENO) >= 0);
  close(empty);
  return moved;
}

std::string ReadSome(int descriptor) {
  char buffer[4096];
  ssize_t count = 0;
  do {
    count = read(descriptor, buffer, sizeof(buffer));
  } while (count < 0 && errno == EINTR);
  PCHECK(count >= 0) << "runner: reading the question";
  return std::string(buffer, static_cast<size_t>(count));
}

void WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EPIPE) return;
    PCHECK(count >= 0) << "runner: writing the answer";
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace exercise::internal
