// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/filter.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"

namespace ch36 {
namespace {

// What the program promises: nothing went wrong, and no line held the word.
const auto kNoMatch = process::ExitStatus::FromCode(1);

}  // namespace

absl::StatusOr<std::vector<std::string>> LinesWith(
    const std::string& find_lines_program, const std::string& word,
    absl::string_view text) {
  absl::StatusOr<process::CompletedProcess> filter = process::Run(
      {find_lines_program, word}, {.io = {.input = text, .text = true}});
  if (!filter.ok()) return filter.status();  // never ran
  if (filter->status == kNoMatch) return std::vector<std::string>();
  if (!filter->status.ok()) return filter->ToStatus();  // ran, and failed
  return LinesOf(filter->out);
}

std::vector<std::string> LinesOf(absl::string_view output) {
  if (output.empty()) return {};
  absl::ConsumeSuffix(&output, "\n");
  return absl::StrSplit(output, '\n');
}

}  // namespace ch36
