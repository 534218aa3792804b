// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/exercises/2_poll/poll.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/exit_status.h"
#include "common/process/pipe.h"
#include "common/process/subprocess.h"

namespace ch36 {
// BEGIN SOLUTION
namespace {

// What is in the pipe now, perhaps nothing. Doesn't wait for more.
absl::StatusOr<std::string> ReadWhatIsThere(process::PipeReader& pipe) {
  absl::StatusOr<size_t> waiting = pipe.Waiting();
  if (!waiting.ok()) return waiting.status();
  if (*waiting == 0) return "";
  return pipe.Read(*waiting);
}

}  // namespace
// END SOLUTION

absl::StatusOr<Ended> WorkWhileItRuns(
    process::Subprocess& child,
    absl::FunctionRef<void(absl::string_view)> step) {
  // BEGIN SOLUTION
  Ended ended;
  while (true) {
    // In this order: once it has ended, nothing is written after the look.
    const std::optional<process::ExitStatus> status = child.Poll();
    absl::StatusOr<std::string> news = ReadWhatIsThere(child.out());
    if (!news.ok()) return news.status();
    ended.out += *news;
    if (!status.has_value()) {
      step(*news);
    } else if (news->empty()) {
      ended.status = *status;
      return ended;
    }
  }
  // STUB: step("");  // once, and while the child may be busy
  // STUB: return absl::UnimplementedError(
  // STUB:     absl::StrCat("the rest for process ", child.pid()));
  // END SOLUTION
}

}  // namespace ch36
