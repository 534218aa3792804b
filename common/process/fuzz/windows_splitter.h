// SPDX-License-Identifier: Apache-2.0
//
// How Windows programs split their command line, written from the documentation
// alone: the oracle for all that quotes such lines. It is made to be easy to
// compare with that text, not to be fast.
//
// Thread safety: a pure function.
//
// Source: "Parsing C command-line arguments" and CommandLineToArgvW in
// Microsoft's documentation; D. Deley, "How Command Line Parameters Are
// Parsed".

#ifndef COMMON_PROCESS_FUZZ_WINDOWS_SPLITTER_H_
#define COMMON_PROCESS_FUZZ_WINDOWS_SPLITTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace process {

// All read "" in quotes as one quote. They differ in what follows.
enum class PairOfQuotes {
  kStaysInQuotes,  // Microsoft's C runtime since 2008
  kEndsQuotes,     // CommandLineToArgvW and older runtimes
};

// The first of the arguments is the program's name. `line` is not empty.
std::vector<std::string> SplitWindows(absl::string_view line,
                                      PairOfQuotes pair);

}  // namespace process

#endif  // COMMON_PROCESS_FUZZ_WINDOWS_SPLITTER_H_
