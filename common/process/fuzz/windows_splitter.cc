// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/windows_splitter.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace process {
namespace {

// Takes the longest run of characters off `line` that are `chars`, or that are
// not.
absl::string_view TakeWhile(absl::string_view& line, absl::string_view chars,
                            bool are) {
  const size_t length =
      are ? line.find_first_not_of(chars) : line.find_first_of(chars);
  const absl::string_view taken = line.substr(0, length);
  line.remove_prefix(taken.size());
  return taken;
}

// In quotes up to the next quote, else up to the next blank; CommandLineToArgvW
// takes every control character for a blank there.
std::string TakeProgram(absl::string_view& line) {
  if (absl::ConsumePrefix(&line, "\"")) {
    std::string name(TakeWhile(line, "\"", false));
    absl::ConsumePrefix(&line, "\"");
    return name;
  }
  size_t length = 0;
  while (length < line.size() &&
         static_cast<unsigned char>(line[length]) > ' ') {
    ++length;
  }
  std::string name(line.substr(0, length));
  line.remove_prefix(length);
  return name;
}

// An argument ends at a blank outside quotes.
std::string TakeArgument(absl::string_view& line, PairOfQuotes pair) {
  std::string arg;
  bool in_quotes = false;
  while (!line.empty() &&
         (in_quotes || !absl::StrContains(" \t", line.front()))) {
    // 2n backslashes and a quote: n backslashes, and the quote counts. One
    // more: the quote is text. No quote behind them: all are text.
    const size_t backslashes = TakeWhile(line, "\\", true).size();
    if (!absl::StartsWith(line, "\"")) {
      arg.append(backslashes, '\\');
      arg += TakeWhile(line, in_quotes ? "\\\"" : "\\\" \t", false);
      continue;
    }
    line.remove_prefix(1);
    arg.append(backslashes / 2, '\\');
    if (backslashes % 2 == 1) {
      arg.push_back('"');
    } else if (in_quotes && absl::ConsumePrefix(&line, "\"")) {
      arg.push_back('"');
      in_quotes = pair == PairOfQuotes::kStaysInQuotes;
    } else {
      in_quotes = !in_quotes;
    }
  }
  return arg;
}

}  // namespace

std::vector<std::string> SplitWindows(absl::string_view line,
                                      PairOfQuotes pair) {
  std::vector<std::string> args = {TakeProgram(line)};
  TakeWhile(line, " \t", true);
  while (!line.empty()) {
    args.push_back(TakeArgument(line, pair));
    TakeWhile(line, " \t", true);
  }
  return args;
}

}  // namespace process
