// SPDX-License-Identifier: Apache-2.0
//
// What comes out of a pipe, as lines or to its end.
//
// Use them to wait for what a child says before the test goes on, or for all
// who hold a pipe's writing end to end: ReadToEnd() returns when none is left.
//
// Thread safety: as PipeReader: one thread at a time.

#ifndef COMMON_PROCESS_TESTING_PIPE_TEXT_H_
#define COMMON_PROCESS_TESTING_PIPE_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/process/pipe.h"

namespace testing_util {

// The next line without its "\n". Reads no byte beyond that. OutOfRange, with
// what came, if the end comes first; the codes of PipeReader::Read().
absl::StatusOr<std::string> ReadLine(process::PipeReader& reader);

// All that comes until the end. The codes of PipeReader::Read().
absl::StatusOr<std::string> ReadToEnd(process::PipeReader& reader);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_PIPE_TEXT_H_
