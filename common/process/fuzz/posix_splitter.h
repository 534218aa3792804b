// SPDX-License-Identifier: Apache-2.0
//
// How a POSIX shell splits a simple command into words, written from the
// standard alone: the oracle for QuotePosix(). What would make a shell do more
// than split (expand, redirect, assign, run a second command) is an error here.
//
// Thread safety: a pure function.
//
// Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting, 2.3 Token
// Recognition, 2.4 Reserved Words; the manuals of bash and zsh for what these
// expand beyond it.

#ifndef COMMON_PROCESS_FUZZ_POSIX_SPLITTER_H_
#define COMMON_PROCESS_FUZZ_POSIX_SPLITTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace process {

// InvalidArgument: says what else the shell would do, and where.
absl::StatusOr<std::vector<std::string>> SplitPosix(absl::string_view line);

}  // namespace process

#endif  // COMMON_PROCESS_FUZZ_POSIX_SPLITTER_H_
