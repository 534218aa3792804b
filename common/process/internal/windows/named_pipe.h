// SPDX-License-Identifier: Apache-2.0
//
// Pipes between this program and a child: our end is overlapped, so that many
// can be read and written at once, and the child's is synchronous, as programs
// expect of their standard streams.
//
// Source: CreateNamedPipeW in Microsoft's documentation.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_NAMED_PIPE_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_NAMED_PIPE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/process/handle.h"

namespace process::internal {

struct PipeToChild {
  UniqueHandle ours;    // overlapped, not inheritable
  UniqueHandle theirs;  // synchronous, inheritable
};

enum class PipeUse { kChildReads, kChildWrites };

absl::StatusOr<PipeToChild> OpenPipeToChild(PipeUse use);

// What a pipe's buffer takes at least, and the most that is written at a time.
// That a write is no larger than the buffer is what makes cancelling one exact:
// Windows takes such a write either whole, as soon as there is room for the
// whole, or not at all, and a reader never gets a part of one that waits. (That
// holds up to the cancelling. Whether a reader that comes in that very moment
// can still get bytes of a write that Windows then calls cancelled, no document
// says.) Twice as large, so that there is room for the next before this is
// read.
inline constexpr uint32_t kWriteSize = 64 * 1024;
inline constexpr uint32_t kPipeSize = 2 * kWriteSize;

// Whether an error of ReadFile() says that nobody can write any more.
bool IsEnd(uint32_t error);

// Whether an error of WriteFile() says that nobody can read any more.
bool IsReaderGone(uint32_t error);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_NAMED_PIPE_H_
