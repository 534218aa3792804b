// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/cmd_model.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace process {
namespace {

// Between a batch file's arguments. U+00A0 is one too where it is a code page's
// 0xFF.
constexpr absl::string_view kDelimiters = " \t\v\f,;=\n\r";

// Takes an integer such as -12 off `text`; `otherwise` if there is none.
int TakeInteger(absl::string_view& text, int otherwise) {
  size_t length = absl::StartsWith(text, "-") ? 1 : 0;
  while (length < text.size() && absl::ascii_isdigit(text[length])) ++length;
  int number;
  if (!absl::SimpleAtoi(text.substr(0, length), &number)) return otherwise;
  text.remove_prefix(length);
  return number;
}

// A place in `size` characters; counts from the end if it is negative.
int Place(int place, int size) {
  return std::clamp(place < 0 ? size + place : place, 0, size);
}

// Takes "~START,LENGTH%" off `text`. A length that is left out behind a comma
// is zero.
std::optional<absl::string_view> TakeSubstring(absl::string_view& text,
                                               absl::string_view value) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "~")) return std::nullopt;
  const int size = static_cast<int>(value.size());
  const int start = Place(TakeInteger(rest, 0), size);
  int end = size;
  if (absl::ConsumePrefix(&rest, ",")) {
    const int length = TakeInteger(rest, 0);
    end = length < 0 ? Place(length, size) : std::min(size, start + length);
  }
  if (!absl::ConsumePrefix(&rest, "%")) return std::nullopt;
  text = rest;
  return value.substr(start, std::max(0, end - start));
}

// Takes "A=B%" off `text`.
std::optional<absl::string_view> TakeReplacement(absl::string_view& text,
                                                 absl::string_view value) {
  const size_t equals = text.find('=', 1);
  if (equals == absl::string_view::npos) return std::nullopt;
  const size_t end = text.find('%', equals);
  if (end == absl::string_view::npos) return std::nullopt;
  text.remove_prefix(end + 1);
  return value;
}

// Takes what stands behind a percent sign off `text`, if it makes that a
// variable.
std::optional<absl::string_view> TakeVariable(absl::string_view& text,
                                              absl::string_view value) {
  size_t end = text.find_first_of("%:");
  if (end == absl::string_view::npos) return std::nullopt;
  // A colon right before the percent sign is part of the name.
  if (absl::StartsWith(text.substr(end), ":%")) ++end;
  if (end == 0) return std::nullopt;  // no variable has an empty name
  absl::string_view rest = text.substr(end + 1);
  std::optional<absl::string_view> expanded = value;
  if (text[end] == ':') {
    expanded = TakeSubstring(rest, value);
    if (!expanded.has_value()) expanded = TakeReplacement(rest, value);
  }
  if (expanded.has_value()) text = rest;
  return expanded;
}

}  // namespace

absl::StatusOr<std::string> OuterQuotesOff(absl::string_view line) {
  if (!absl::StartsWith(line, "\"")) return std::string(line);
  if (std::count(line.begin(), line.end(), '"') <= 2) {
    return absl::InvalidArgumentError(
        "two quotes at most: cmd.exe may keep them or not");
  }
  const size_t last = line.rfind('"');
  return absl::StrCat(line.substr(1, last - 1), line.substr(last + 1));
}

std::string ExpandVariables(absl::string_view line, absl::string_view value) {
  std::string expanded;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    std::optional<absl::string_view> variable;
    if (c == '%') variable = TakeVariable(line, value);
    if (variable.has_value()) {
      absl::StrAppend(&expanded, *variable);
    } else {
      expanded.push_back(c);
    }
  }
  return expanded;
}

absl::StatusOr<std::string> OutsideQuotes(absl::string_view line) {
  std::string outside;
  bool in_quotes = false;
  for (const char c : line) {
    if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes) {
      outside.push_back(c);
    }
  }
  if (in_quotes) return absl::InvalidArgumentError("a quote stays open");
  return outside;
}

std::vector<std::string> SplitBatchArguments(absl::string_view line) {
  std::vector<std::string> args;
  bool in_quotes = false;
  bool in_argument = false;
  for (const char c : line) {
    if (!in_quotes && absl::StrContains(kDelimiters, c)) {
      in_argument = false;
      continue;
    }
    if (!in_argument) args.emplace_back();
    in_argument = true;
    args.back().push_back(c);
    if (c == '"') in_quotes = !in_quotes;
  }
  return args;
}

std::string WithoutQuotes(absl::string_view argument) {
  if (absl::ConsumePrefix(&argument, "\""))
    absl::ConsumeSuffix(&argument, "\"");
  return std::string(argument);
}

}  // namespace process
