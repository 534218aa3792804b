// SPDX-License-Identifier: Apache-2.0
//
// What must hold for every input of the three quoting functions. The property
// test and the fuzz targets ask the same questions here.
//
//   EXPECT_OK(CheckQuoteWindows({"p", "a \" b"}));
//
// Each calls the function and reads the line as the other side would, by an
// independent model of that side written from its documentation.
//
// Thread safety: pure functions.
//
// Errors: Internal says which property does not hold, and shows the line.

#ifndef COMMON_PROCESS_FUZZ_QUOTE_ORACLES_H_
#define COMMON_PROCESS_FUZZ_QUOTE_ORACLES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace process {

// A shell splits the line into the same words and does nothing else. Refused is
// NUL alone.
absl::Status CheckQuotePosix(absl::Span<const std::string> args);

// Every reading of a Windows command line gives the same arguments. Refused are
// NUL, and a quote in the program's name.
absl::Status CheckQuoteWindows(absl::Span<const std::string> args);

// cmd.exe runs `script`, nothing else, and expands nothing; a program that gets
// the batch file's %* finds the same arguments; and so does one that gets
// "%~1". Refused is what the header lists.
absl::Status CheckQuoteBatch(absl::string_view script,
                             absl::Span<const std::string> args);

}  // namespace process

#endif  // COMMON_PROCESS_FUZZ_QUOTE_ORACLES_H_
