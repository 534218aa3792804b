// SPDX-License-Identifier: Apache-2.0

#include "common/process/quote_posix.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/internal/no_nul.h"

namespace process {
namespace {

// Words of the grammar where a command's name could stand: those of POSIX (the
// others are never plain), then what bash, ksh and zsh add.
constexpr absl::string_view kReservedWords[] = {
    "case",   "do",  "done",    "elif",     "else",      "esac",   "fi",
    "for",    "if",  "in",      "then",     "until",     "while",

    "coproc", "end", "foreach", "function", "namespace", "repeat", "select",
    "time"};

// What no shell reads as anything but itself behind a word's first character.
bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains("%+,-./:=@_", c);
}

// zsh looks up a word that starts with = as a command.
bool IsPlainWord(absl::string_view arg) {
  return !arg.empty() && arg[0] != '=' &&
         std::all_of(arg.begin(), arg.end(), IsPlain);
}

// Unless it is quoted, a shell takes such a word for an assignment or for
// grammar when it comes first.
bool IsNoCommandName(absl::string_view word) {
  return absl::StrContains(word, '=') ||
         std::find(std::begin(kReservedWords), std::end(kReservedWords),
                   word) != std::end(kReservedWords);
}

// Between single quotes nothing is special but the single quote, so that one
// steps outside: it ends the quotes, stands escaped, and opens them again.
std::string Quote(absl::string_view arg) {
  return absl::StrCat("'", absl::StrReplaceAll(arg, {{"'", R"('\'')"}}), "'");
}

}  // namespace

absl::StatusOr<std::string> QuotePosix(absl::Span<const std::string> args) {
  if (absl::Status status = internal::CheckNoNul(args); !status.ok()) {
    return status;
  }
  std::string line;
  for (const std::string& arg : args) {
    const bool first = &arg == &args.front();
    const bool plain = IsPlainWord(arg) && !(first && IsNoCommandName(arg));
    absl::StrAppend(&line, first ? "" : " ", plain ? arg : Quote(arg));
  }
  return line;
}

}  // namespace process
