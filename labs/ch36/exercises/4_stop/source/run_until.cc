// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/exercises/4_stop/run_until.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace ch36 {
// BEGIN SOLUTION
namespace {

constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);

// All that it has written so far. timed_out says that it still runs.
absl::StatusOr<process::Output> ReadFor(process::Subprocess& child,
                                        absl::Duration time) {
  return child.Communicate({.timeout = time, .drain_grace = kBetweenLooks});
}

// The same, once it has ended or it is enough.
absl::StatusOr<process::Output> ReadUntil(
    process::Subprocess& child,
    absl::FunctionRef<bool(absl::string_view)> enough) {
  while (true) {
    absl::StatusOr<process::Output> output = ReadFor(child, kBetweenLooks);
    if (!output.ok() || !output->timed_out || enough(output->out)) {
      return output;
    }
  }
}

}  // namespace
// END SOLUTION

absl::StatusOr<Stopped> RunUntil(
    const std::vector<std::string>& command,
    absl::FunctionRef<bool(absl::string_view out)> enough,
    absl::Duration grace) {
  // BEGIN SOLUTION
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(command, {.in = process::Stdio::Null(),
                                           .out = process::Stdio::Pipe(),
                                           .group = process::Group::kNewGroup});
  if (!child.ok()) return child.status();
  auto by = EndedBy::kItself;
  absl::StatusOr<process::Output> output = ReadUntil(*child, enough);
  if (output.ok() && output->timed_out) {
    by = EndedBy::kRequest;
    if (auto asked = child->Terminate(); !asked.ok()) return asked;
    output = ReadFor(*child, grace);
  }
  if (output.ok() && output->timed_out) by = EndedBy::kForce;
  // Even if it has ended: what it has started may not have.
  if (auto killed = child->KillTree(); !killed.ok()) return killed.status();
  if (by == EndedBy::kForce) {
    output = ReadFor(*child, absl::InfiniteDuration());
  }
  if (!output.ok()) return output.status();
  absl::StatusOr<process::ExitStatus> status = child->Wait();
  if (!status.ok()) return status.status();
  return Stopped{*status, by, std::move(output->out)};
  // STUB: if (enough("")) return Stopped{};
  // STUB: return absl::UnimplementedError(absl::StrCat(
  // STUB:     command[0], " with ", absl::FormatDuration(grace), " of grace"));
  // END SOLUTION
}

}  // namespace ch36
