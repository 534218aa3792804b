// SPDX-License-Identifier: Apache-2.0

#include "common/process/run.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/pipeline.h"

namespace process {
namespace {

// Enough for an error message; a whole log would hide it.
constexpr size_t kTail = 2000;

absl::string_view LastPartOf(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  if (text.size() <= kTail) return text;
  text.remove_prefix(text.size() - kTail);
  const size_t line_end = text.find('\n');
  return line_end == absl::string_view::npos ? text : text.substr(line_end + 1);
}

}  // namespace

absl::Status CompletedProcess::ToStatus() const {
  if (status.ok() && !timed_out) return absl::OkStatus();
  const absl::string_view tail = LastPartOf(err);
  const std::string message =
      absl::StrCat(timed_out ? "stopped after its timeout: " : "", status,
                   tail.empty() ? "" : "; it wrote: ", tail);
  return timed_out ? absl::DeadlineExceededError(message)
                   : absl::AbortedError(message);
}

// A pipeline of one: what a timeout means, and how output is collected, is the
// same for both.
absl::StatusOr<CompletedProcess> Run(absl::Span<const std::string> args,
                                     const RunOptions& options) {
  const Stage stage = {{args.begin(), args.end()}, options.start};
  absl::StatusOr<std::vector<CompletedProcess>> stages =
      RunPipeline({stage}, options.io, options.kill_grace);
  if (!stages.ok()) return stages.status();
  return std::move(stages->front());
}

absl::StatusOr<std::string> CheckOutput(absl::Span<const std::string> args,
                                        const RunOptions& options) {
  absl::StatusOr<CompletedProcess> completed = Run(args, options);
  if (!completed.ok()) return completed.status();
  if (absl::Status status = completed->ToStatus(); !status.ok()) {
    return absl::Status(status.code(),
                        absl::StrCat("\"", args[0], "\": ", status.message()));
  }
  if (completed->truncated) {
    return absl::ResourceExhaustedError(
        absl::StrCat("\"", args[0], "\" wrote more than the ",
                     options.io.max_output, " bytes it may"));
  }
  return std::move(completed->out);
}

}  // namespace process
