// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/internal/posix/descriptor.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"

namespace process::internal {

absl::Status Streams::Open(const std::array<Stdio, 3>& streams) {
  for (int target = 0; target < 3; ++target) {
    if (absl::Status status = OpenOne(streams[target], target); !status.ok()) {
      return status;
    }
  }
  Share(streams[1], Stdio::Kind::kStderr, 1, 2);
  Share(streams[2], Stdio::Kind::kStdout, 2, 1);
  return SaveFromOverwriting();
}

absl::Status Streams::OpenOne(const Stdio& stdio, int target) {
  switch (stdio.kind()) {
    case Stdio::Kind::kPipe:
      return OpenPipeFor(target);
    case Stdio::Kind::kNull:
      return Keep(OpenNull(target), target);
    case Stdio::Kind::kFile:
      return Keep(OpenFile(stdio.path(), stdio.mode()), target);
    case Stdio::Kind::kBorrow:
    case Stdio::Kind::kOwn:
      sources_[target] = static_cast<int>(stdio.handle());
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status Streams::OpenPipeFor(int target) {
  absl::StatusOr<Pipe> pipe = OpenPipe();
  if (!pipe.ok()) return pipe.status();
  const bool input = target == STDIN_FILENO;
  ours_[target] = std::move(input ? pipe->write : pipe->read);
  // We feed children while we read from them: writing must never block us.
  if (input) fcntl(Fd(ours_[target]), F_SETFL, O_NONBLOCK);
  return Keep(std::move(input ? pipe->read : pipe->write), target);
}

absl::Status Streams::Keep(absl::StatusOr<UniqueHandle> handle, int target) {
  if (!handle.ok()) return handle.status();
  opened_[target] = *std::move(handle);
  sources_[target] = Fd(opened_[target]);
  return absl::OkStatus();
}

// `target` leads wherever `other` leads, if that is its kind.
void Streams::Share(const Stdio& stdio, Stdio::Kind kind, int target,
                    int other) {
  if (stdio.kind() != kind) return;
  sources_[target] = sources_[other] >= 0 ? sources_[other] : other;
}

// A source among 0, 1 and 2 is overwritten if it is the target of another
// before its own turn has come: those get a second descriptor.
absl::Status Streams::SaveFromOverwriting() {
  for (int target = 0; target < 3; ++target) {
    const int source = sources_[target];
    if (source < 0 || source > STDERR_FILENO || source == target) continue;
    absl::StatusOr<UniqueHandle> copy = DuplicateAboveStandardStreams(source);
    if (!copy.ok()) return copy.status();
    if (absl::Status status = Keep(std::move(copy), target); !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace process::internal
