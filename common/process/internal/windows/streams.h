// SPDX-License-Identifier: Apache-2.0
//
// Opens what a child's three streams lead to.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_STREAMS_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_STREAMS_H_

#include <array>

#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/stdio.h"

namespace process::internal {

struct Streams {
  // Inheritable, and this start's own: whoever else uses the same file or pipe
  // has another handle. Not open where the child gets no such stream, because
  // this program has none, and where it shares the other one's.
  std::array<UniqueHandle, 3> theirs;
  // What the child is told: handles of `theirs`, or kNoHandle.
  std::array<NativeHandle, 3> numbers;
  // Our ends of pipes.
  std::array<UniqueHandle, 3> ours;
};

absl::StatusOr<Streams> OpenStreams(const std::array<Stdio, 3>& streams);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_STREAMS_H_
