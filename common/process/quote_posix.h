// SPDX-License-Identifier: Apache-2.0
//
// QuotePosix() joins arguments to one line for a POSIX shell, which takes it
// apart into the same arguments and finds nothing to expand, redirect or run in
// any of them. Use it to show or log a command so that it can be pasted into a
// terminal, or to build a line for process::RunShell() or ssh.
//
//   QuotePosix({"grep", "two words", "a.txt"})  // grep 'two words' a.txt
//   QuotePosix({"echo", "it's", "$HOME"})       // echo 'it'\''s' '$HOME'
//
// To start a program, pass the list itself to process::Run(): no shell, nothing
// to quote.
//
// Thread safety: a pure function, the same on every system.
//
// Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting, 2.4 Reserved Words
// and 2.9.1 Simple Commands; shlex.join in Python.

#ifndef COMMON_PROCESS_QUOTE_POSIX_H_
#define COMMON_PROCESS_QUOTE_POSIX_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace process {

// args[0] is the command. It is quoted also where a shell would take it for
// something else than a command's name: an assignment (A=b) or a word of its
// grammar (if, time). Any bytes but NUL are taken, in any encoding. No
// arguments are an empty line.
//
// InvalidArgument: an argument holds a NUL byte, which no argument can.
absl::StatusOr<std::string> QuotePosix(absl::Span<const std::string> args);

}  // namespace process

#endif  // COMMON_PROCESS_QUOTE_POSIX_H_
