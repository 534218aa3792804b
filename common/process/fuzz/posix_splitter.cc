// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/posix_splitter.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace process {
namespace {

constexpr absl::string_view kBlanks = " \t";

class Splitter {
 public:
  explicit Splitter(absl::string_view line) : line_(line) {}

  absl::StatusOr<std::vector<std::string>> Split() {
    std::vector<std::string> words;
    while (SkipBlanks(), at_ < line_.size()) {
      absl::Status status = TakeWord(/*first=*/words.empty());
      if (!status.ok()) return status;
      words.push_back(std::move(word_));
    }
    return words;
  }

 private:
  void SkipBlanks() {
    while (at_ < line_.size() && absl::StrContains(kBlanks, line_[at_])) ++at_;
  }

  absl::Status TakeWord(bool first) {
    word_.clear();
    const size_t start = at_;
    while (at_ < line_.size() && !absl::StrContains(kBlanks, line_[at_])) {
      absl::Status status = TakePart(first, /*word_starts=*/at_ == start);
      if (!status.ok()) return status;
    }
    const absl::string_view source = line_.substr(start, at_ - start);
    return first && IsReserved(source) ? Error("a word of the grammar")
                                       : absl::OkStatus();
  }

  // One quoted stretch or one character outside quotes.
  absl::Status TakePart(bool first, bool word_starts) {
    const char c = line_[at_++];
    if (c == '\'') return TakeSingleQuoted();
    if (c == '"')
      return Error("double quotes, which QuotePosix has no use for");
    if (c == '\\') return TakeEscaped();
    if (absl::StrContains("|&;<>()$`*?[]{}!^#~", c)) return Error("a special");
    if (c == '=' && (first || word_starts)) return Error("an assignment");
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return Error("a character that some locale may take for a blank");
    }
    word_.push_back(c);
    return absl::OkStatus();
  }

  absl::Status TakeSingleQuoted() {
    const size_t end = line_.find('\'', at_);
    if (end == absl::string_view::npos) return Error("an open single quote");
    absl::StrAppend(&word_, line_.substr(at_, end - at_));
    at_ = end + 1;
    return absl::OkStatus();
  }

  absl::Status TakeEscaped() {
    if (at_ == line_.size()) return Error("a backslash with nothing behind it");
    if (line_[at_] == '\n') return Error("a continued line");
    word_.push_back(line_[at_++]);
    return absl::OkStatus();
  }

  // Only a word with no quotes in it is one; the bare words of POSIX, bash, ksh
  // and zsh.
  static bool IsReserved(absl::string_view word) {
    for (const absl::string_view reserved : absl::StrSplit(
             "case do done elif else esac fi for if in then until while "
             "time coproc select function namespace repeat foreach end",
             ' ')) {
      if (word == reserved) return true;
    }
    return false;
  }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat(what, " before byte ", at_, " of the line"));
  }

  const absl::string_view line_;
  size_t at_ = 0;
  std::string word_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> SplitPosix(absl::string_view line) {
  return Splitter(line).Split();
}

}  // namespace process
