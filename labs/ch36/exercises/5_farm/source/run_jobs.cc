// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/exercises/5_farm/run_jobs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {
// BEGIN SOLUTION
namespace {

struct Running {
  size_t job = 0;
  process::Subprocess* child = nullptr;
};

// Reads what it has written meanwhile. What became of it, once it has ended.
std::optional<absl::StatusOr<Done>> LookAt(process::Subprocess& child) {
  absl::StatusOr<process::Output> output =
      child.Communicate({.timeout = absl::ZeroDuration()});
  if (!output.ok()) return output.status();
  if (output->timed_out) return std::nullopt;
  absl::StatusOr<process::ExitStatus> status = child.Wait();
  if (!status.ok()) return status.status();
  return Done{*status, std::move(output->out)};
}

}  // namespace
// END SOLUTION

std::vector<absl::StatusOr<Done>> RunJobs(
    size_t count, size_t places,
    absl::FunctionRef<absl::StatusOr<process::Subprocess*>(size_t job)> start,
    absl::FunctionRef<void()> idle) {
  // BEGIN SOLUTION
  std::vector<absl::StatusOr<Done>> results(count);
  std::vector<Running> running;
  size_t next = 0;
  while (next < count || !running.empty()) {
    while (next < count && running.size() < places) {
      absl::StatusOr<process::Subprocess*> child = start(next);
      if (child.ok()) running.push_back({next, *child});
      if (!child.ok()) results[next] = child.status();
      ++next;
    }
    const size_t ended = std::erase_if(running, [&](const Running& one) {
      std::optional<absl::StatusOr<Done>> result = LookAt(*one.child);
      if (!result.has_value()) return false;
      results[one.job] = *std::move(result);
      return true;
    });
    if (ended == 0 && !running.empty()) idle();
  }
  return results;
  // STUB: for (size_t job = 0; job < count && job < places; ++job) {
  // STUB:   static_cast<void>(start(job));
  // STUB: }
  // STUB: idle();
  // STUB: return std::vector<absl::StatusOr<Done>>(
  // STUB:     count, absl::UnimplementedError(absl::StrCat("of ", count)));
  // END SOLUTION
}

}  // namespace ch36
