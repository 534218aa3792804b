// SPDX-License-Identifier: Apache-2.0
//
// A child as a filter: text goes in, text comes out. The chapter's sample feeds
// lines to a program that passes on those which hold a word.
//
//   absl::StatusOr<std::vector<std::string>> lines =
//       ch36::LinesWith(find_lines, "LISTEN", text);
//
// In Python: subprocess.run(['grep', word], input=text, capture_output=True),
// and then a look at returncode before the output is believed.
//
// Thread safety: call it from any thread.

#ifndef LABS_CH36_FILTER_H_
#define LABS_CH36_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ch36 {

// The lines of `text` that hold `word`, found by `find_lines_program`
// (//labs/ch36/children:find_lines), without their line ends. None is no error:
// the program says so by exit code 1, and this returns an empty vector.
//
// Aborted: the program ran and failed (any other exit code, or a crash).
// Else the codes of process::Run(): the program never ran.
absl::StatusOr<std::vector<std::string>> LinesWith(
    const std::string& find_lines_program, const std::string& word,
    absl::string_view text);

// What a program wrote as lines, without their line ends.
std::vector<std::string> LinesOf(absl::string_view output);

}  // namespace ch36

#endif  // LABS_CH36_FILTER_H_
