// SPDX-License-Identifier: Apache-2.0
//
// A small model of how cmd.exe reads `cmd.exe ... /c LINE` when LINE runs a
// batch file: the oracle for QuoteBatch(). The steps, in cmd.exe's order:
//
//   OuterQuotesOff("\"\"a.bat\" %PATH%\"")  // "a.bat" %PATH%
//   ExpandVariables(line, value)            // every %NAME% becomes `value`
//   OutsideQuotes(line)                     // where & | < > would count
//   SplitBatchArguments(line)               // %0, %1, %2 and so on
//   WithoutQuotes(argument)                 // %~1
//
// It leaves out what QuoteBatch() switches off (delayed expansion) or must not
// produce (carets, operators, line ends outside quotes).
//
// Thread safety: pure functions.
//
// Source: `cmd /?` and `set /?`; D. Benham and J. Jeb, "How does the Windows
// Command Interpreter parse scripts?" (Stack Overflow 4094699), command line
// mode.

#ifndef COMMON_PROCESS_FUZZ_CMD_MODEL_H_
#define COMMON_PROCESS_FUZZ_CMD_MODEL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace process {

// A first quote goes, and with it the last one on the line. (cmd.exe keeps both
// when there are no more than these two and some other conditions hold; a line
// that may be read either way is an error here.)
absl::StatusOr<std::string> OuterQuotesOff(absl::string_view line);

// %NAME%, %NAME:~1,2% and %NAME:a=b%, in quotes or not. The worst case: every
// name is a variable, and `value` is what it holds. Of a replacement only that
// it happens is modelled, so that one gives the whole value.
std::string ExpandVariables(absl::string_view line, absl::string_view value);

// InvalidArgument: the last quote is not closed.
absl::StatusOr<std::string> OutsideQuotes(absl::string_view line);

// The words of a batch file's command line, with their quotes.
std::vector<std::string> SplitBatchArguments(absl::string_view line);

std::string WithoutQuotes(absl::string_view argument);

}  // namespace process

#endif  // COMMON_PROCESS_FUZZ_CMD_MODEL_H_
