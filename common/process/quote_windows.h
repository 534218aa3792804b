// SPDX-License-Identifier: Apache-2.0
//
// QuoteWindows() joins arguments to one Windows command line.
//
// A Windows program gets one string, not a list, and splits it itself. Nearly
// all split it by the rules of CommandLineToArgvW and the C runtime, and for
// those this line comes apart into the same arguments. Use it to show or log a
// command line; process::Run() calls it for you.
//
//   QuoteWindows({"grep", "two words", "a.txt"})  // grep "two words" a.txt
//
// It is the wrong tool for cmd.exe and batch files, which read %, ^, & and "
// by rules of their own: see quote_batch.h.
//
// Thread safety: a pure function, the same on every system.
//
// Source: "Parsing C command-line arguments" and CommandLineToArgvW in
// Microsoft's documentation; list2cmdline in Python's subprocess.

#ifndef COMMON_PROCESS_QUOTE_WINDOWS_H_
#define COMMON_PROCESS_QUOTE_WINDOWS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace process {

// args[0] is the program, which those rules read differently: backslashes mean
// nothing special there and a quote can't be written at all. Any other text but
// NUL is taken as it is. No arguments are an empty line.
//
// InvalidArgument: args[0] holds a double quote, or an argument a NUL byte.
absl::StatusOr<std::string> QuoteWindows(absl::Span<const std::string> args);

}  // namespace process

#endif  // COMMON_PROCESS_QUOTE_WINDOWS_H_
