// SPDX-License-Identifier: Apache-2.0

#include <fcntl.h>
#include <io.h>

#include <cerrno>
#include <string>

#include "absl/log/check.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/channel_system.h"

namespace exercise::internal {
namespace {

constexpr int kIn = 0;
constexpr int kOut = 1;
constexpr int kErr = 2;

int Copy(int descriptor) {
  const int copy = _dup(descriptor);
  PCHECK(copy >= 0) << "runner: standard stream " << descriptor;
  // The wire's lines end in '\n' alone.
  _setmode(copy, _O_BINARY);
  return copy;
}

}  // namespace

Streams MoveStandardStreams() {
  const Streams moved = {Copy(kIn), Copy(kOut)};
  const int empty = _open("NUL", _O_RDONLY);
  PCHECK(empty >= 0) << "runner: NUL";
  PCHECK(_dup2(empty, kIn) == 0);
  PCHECK(_dup2(kErr, kOut) == 0);
  _close(empty);
  return moved;
}

std::string ReadSome(int descriptor) {
  char buffer[4096];
  const int count = _read(descriptor, buffer, sizeof(buffer));
  PCHECK(count >= 0) << "runner: reading the question";
  return std::string(buffer, static_cast<size_t>(count));
}

void WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const int count =
        _write(descriptor, bytes.data(), static_cast<unsigned>(bytes.size()));
    if (count < 0 && (errno == EPIPE || errno == EINVAL)) return;
    PCHECK(count >= 0) << "runner: writing the answer";
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

}  // namespace exercise::internal
