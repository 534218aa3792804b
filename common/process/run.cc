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
#include "common/process/communicate.h"
#include "common/process/internal/run_stages.h"
#include "common/process/options.h"
#include "common/process/pipeline.h"
#include "common/process/subprocess.h"

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

// A pipeline of one: what a timeout means, and how output is collected, is the
// same for both.
absl::StatusOr<CompletedProcess> RunStage(const Stage& stage,
                                          const RunOptions& options,
                                          internal::StartFunction start) {
  absl::StatusOr<std::vector<CompletedProcess>> completed =
      internal::RunStages({stage}, options.io, options.kill_grace, start);
  if (!completed.ok()) return completed.status();
  return std::move(completed->front());
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

absl::StatusOr<CompletedProcess> Run(absl::Span<const std::string> args,
                                     const RunOptions& options) {
  return RunStage({{args.begin(), args.end()}, options.start}, options,
                  Subprocess::Start);
}

absl::StatusOr<CompletedProcess> RunShell(absl::string_view command,
                                          const RunOptions& options) {
  return RunStage(
      {{std::string(command)}, options.start}, options,
      [](absl::Span<const std::string> args, const StartOptions& start) {
        return Subprocess::StartShell(args[0], start);
      });
}

absl::StatusOr<std::string> CheckOutput(absl::Span<const std::string> args,
                                        const RunOptions& options) {
  absl::StatusOr<CompletedProcess> completed = Run(args, options);
  if (!completed.ok()) return completed.status();
  const absl::Status status = completed->ToStatus();
  // What else would it be but a failure, once we have cut it short for that?
  const bool cut_short =
      completed->truncated && options.io.on_limit != OnLimit::kDiscard;
  if (completed->truncated && (status.ok() || cut_short)) {
    return absl::ResourceExhaustedError(
        absl::StrCat("\"", args[0], "\" wrote more than the ",
                     options.io.max_output, " bytes it may"));
  }
  if (!status.ok()) {
    return absl::Status(status.code(),
                        absl::StrCat("\"", args[0], "\": ", status.message()));
  }
  return std::move(completed->out);
}

}  // namespace process
