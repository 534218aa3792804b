// SPDX-License-Identifier: Apache-2.0
//
// Opens what a child's three streams lead to.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_STREAMS_H_
#define COMMON_PROCESS_INTERNAL_POSIX_STREAMS_H_

#include <array>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/stdio.h"

namespace process::internal {

// The descriptors behind a child's three streams, and our ends of its pipes.
class Streams {
 public:
  absl::Status Open(const std::array<Stdio, 3>& streams);

  // What becomes the child's `target` (0, 1 or 2): `target` itself, or one
  // above 2; -1 leaves it as it is.
  int source(int target) const { return sources_[target]; }

  // Open where the child has a pipe.
  UniqueHandle& ours(int target) { return ours_[target]; }

 private:
  absl::Status OpenOne(const Stdio& stdio, int target);
  absl::Status OpenPipeFor(int target);
  absl::Status Keep(absl::StatusOr<UniqueHandle> handle, int target);
  void Share(const Stdio& stdio, Stdio::Kind kind, int target, int other);
  absl::Status SaveFromOverwriting();

  std::array<UniqueHandle, 3> opened_;
  std::array<UniqueHandle, 3> ours_;
  std::array<int, 3> sources_ = {-1, -1, -1};
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_STREAMS_H_
