// SPDX-License-Identifier: Apache-2.0

#include "common/process/quote_windows.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/internal/no_nul.h"

namespace process {
namespace {

// Blanks end an argument and quotes change how the rest is read. * and ? are
// file name patterns to programs linked to expand them, but not inside quotes.
// Some splitters take other control characters for blanks too.
bool IsSpecial(char c) {
  return c == ' ' || c == '"' || c == '*' || c == '?' ||
         absl::ascii_iscntrl(static_cast<unsigned char>(c));
}

bool NeedsQuotes(absl::string_view arg) {
  return arg.empty() || std::any_of(arg.begin(), arg.end(), IsSpecial);
}

std::string QuoteProgram(absl::string_view program) {
  return NeedsQuotes(program) ? absl::StrCat("\"", program, "\"")
                              : std::string(program);
}

// Backslashes stand for themselves unless a quote follows them: then each must
// be doubled, and one more makes the quote an ordinary character.
std::string QuoteArgument(absl::string_view arg) {
  if (!NeedsQuotes(arg)) return std::string(arg);
  std::string quoted = "\"";
  size_t backslashes = 0;
  for (const char c : arg) {
    if (c == '"') quoted.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    quoted.push_back(c);
  }
  // The closing quote follows too.
  quoted.append(backslashes, '\\');
  quoted.push_back('"');
  return quoted;
}

}  // namespace

absl::StatusOr<std::string> QuoteWindows(absl::Span<const std::string> args) {
  if (args.empty()) return std::string();
  if (absl::Status status = internal::CheckNoNul(args); !status.ok()) {
    return status;
  }
  if (absl::StrContains(args[0], '"')) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a Windows command line cannot hold a quote in the program's name: ",
        args[0]));
  }
  std::string line = QuoteProgram(args[0]);
  for (const std::string& arg : args.subspan(1)) {
    absl::StrAppend(&line, " ", QuoteArgument(arg));
  }
  return line;
}

}  // namespace process
