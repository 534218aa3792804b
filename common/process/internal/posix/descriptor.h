// SPDX-License-Identifier: Apache-2.0
//
// Opening descriptors that no child inherits by chance.

#ifndef COMMON_PROCESS_INTERNAL_POSIX_DESCRIPTOR_H_
#define COMMON_PROCESS_INTERNAL_POSIX_DESCRIPTOR_H_

#include <cerrno>
#include <string>

#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"

namespace process::internal {

// The number, as the system's calls want it.
inline int Fd(const UniqueHandle& handle) {
  return static_cast<int>(handle.get());
}

// Calls `call` until no signal interrupts it.
template <typename Call>
auto RetryOnEintr(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

// A new descriptor for the same open file, above the standard streams.
absl::StatusOr<UniqueHandle> DuplicateAboveStandardStreams(int fd);

// Moves it there if it isn't. It can be one of 0, 1 and 2 where the caller has
// closed these, and the child's dup3() calls could overwrite it before its
// turn.
absl::StatusOr<UniqueHandle> MoveAboveStandardStreams(UniqueHandle handle);

absl::StatusOr<UniqueHandle> OpenFile(const std::string& path, FileMode mode);

// For reading (`target` 0) or writing.
absl::StatusOr<UniqueHandle> OpenNull(int target);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_DESCRIPTOR_H_
