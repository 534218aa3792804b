// SPDX-License-Identifier: Apache-2.0

#include "common/process/quote_batch.h"

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

namespace process {
namespace {

// /e:ON  command extensions, which kPercent needs
// /v:OFF no !NAME! expansion
// /d     no commands from the registry first
// /c     run one command; cmd.exe takes the first and last quote off it
constexpr absl::string_view kRunCommand = "cmd.exe /e:ON /v:OFF /d /c \"";

// cmd.exe expands %NAME% even in quotes, and on a command line it knows no
// escape for a percent sign. The first one here stands before another, which
// makes no name, and so stays. The rest is the part of the variable cd, which
// always exists, from its start and of length zero. So no percent sign is left
// for the text that follows to make a name with.
constexpr absl::string_view kPercent = "%%cd:~,%";

// As the documentation of cmd.exe has it.
constexpr size_t kLongestLine = 8191;

struct RefusedByte {
  char byte;
  absl::string_view why;
};

constexpr RefusedByte kRefused[] = {
    {'\0', "a NUL byte, where Windows ends the line"},
    {'\n', "a line feed, where cmd.exe ends the command"},
    {'\r', "a carriage return, which cmd.exe drops"},
    {'\x1a', "a Ctrl-Z, which cmd.exe may take for the end of the line"},
};

absl::Status CheckBytes(absl::string_view what, absl::string_view text) {
  for (const RefusedByte& refused : kRefused) {
    const size_t at = text.find(refused.byte);
    if (at != absl::string_view::npos) {
      return absl::InvalidArgumentError(absl::StrCat(
          what, " of a batch file holds ", refused.why, " (at byte ", at, ")"));
    }
  }
  return absl::OkStatus();
}

absl::string_view WithoutTrailing(absl::string_view text,
                                  absl::string_view chars) {
  return text.substr(0, text.find_last_not_of(chars) + 1);
}

bool HasBatchExtension(absl::string_view path) {
  return absl::EndsWithIgnoreCase(path, ".bat") ||
         absl::EndsWithIgnoreCase(path, ".cmd");
}

absl::Status CheckScript(absl::string_view script) {
  if (!HasBatchExtension(script)) {
    return absl::InvalidArgumentError(
        absl::StrCat("not the path of a .bat or .cmd file: \"", script, "\""));
  }
  if (absl::StartsWith(script, R"(\\?\)")) {
    return absl::InvalidArgumentError(absl::StrCat(
        R"(cmd.exe cannot open \\?\ paths, give the path without it: )",
        script));
  }
  if (script.find_first_of(R"("*?<>|)") != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        R"(a path on Windows cannot hold any of "*?<>| but this does: )",
        script));
  }
  return CheckBytes("the path", script);
}

// Known to be plain, not known to be special: no list of the latter is whole. *
// and ? are left out because a batch file may run `for %%f in (%*)`.
bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains(R"(#$+-./:@\_)", c);
}

// A backslash at the end would escape the quote of a batch file's own "%~1".
bool NeedsQuotes(absl::string_view arg) {
  return arg.empty() || arg.back() == '\\' ||
         !std::all_of(arg.begin(), arg.end(), IsPlain);
}

// To cmd.exe a quote ends the quotes, and a second one opens them again with
// nothing in between. (It knows no \": the text behind it would be outside.) To
// the program that the batch file runs, "" in quotes is one quote, and only
// backslashes that stand before a quote have to be doubled.
std::string Quote(absl::string_view text) {
  std::string quoted = "\"";
  size_t backslashes = 0;
  for (const char c : text) {
    if (c == '"') quoted.append(backslashes, '\\').push_back('"');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    if (c == '%') {
      quoted.append(kPercent);
    } else {
      quoted.push_back(c);
    }
  }
  quoted.append(backslashes, '\\');
  quoted.push_back('"');
  return quoted;
}

// What UTF-8 text takes as UTF-16: one unit for each character's first byte,
// two for a character of four bytes.
size_t Utf16Length(absl::string_view utf8) {
  size_t units = 0;
  for (const char c : utf8) {
    const unsigned char byte = static_cast<unsigned char>(c);
    const bool continues = (byte & 0xC0) == 0x80;
    units += continues ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

bool IsBatchFile(absl::string_view path) {
  return HasBatchExtension(WithoutTrailing(path, R"(. \/)"));
}

absl::StatusOr<std::string> QuoteBatch(absl::string_view script,
                                       absl::Span<const std::string> args) {
  // cmd.exe must see the extension that Windows sees.
  script = WithoutTrailing(script, ". ");
  if (absl::Status status = CheckScript(script); !status.ok()) return status;
  // Always quoted: with quotes inside, cmd.exe takes the outer ones off.
  std::string line = absl::StrCat(kRunCommand, Quote(script));
  for (size_t i = 0; i < args.size(); ++i) {
    absl::Status status = CheckBytes(absl::StrCat("argument ", i + 1), args[i]);
    if (!status.ok()) return status;
    absl::StrAppend(&line, " ",
                    NeedsQuotes(args[i]) ? Quote(args[i]) : args[i]);
  }
  line.push_back('"');
  if (const size_t length = Utf16Length(line); length > kLongestLine) {
    return absl::InvalidArgumentError(
        absl::StrCat("the command line of a batch file would take ", length,
                     " characters; cmd.exe reads ", kLongestLine));
  }
  return line;
}

}  // namespace process
