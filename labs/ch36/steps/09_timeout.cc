// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "common/process/communicate.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/end_within.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

using process::Stdio;
using process::Subprocess;

// What came within 0.3 s. The child starts another process and tells so first;
// where that takes a slow machine longer, we ask again: nothing is lost.
absl::StatusOr<process::Output> CommunicateWithATimeout(Subprocess& child) {
  absl::StatusOr<process::Output> output;
  do {
    output =
        child.Communicate({.timeout = absl::Milliseconds(300), .text = true});
  } while (output.ok() && output->timed_out && output->out.empty());
  return output;
}

}  // namespace

absl::Status TimeoutStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "A child starts a child of its own, says so, and both would go on for a "
      "minute. We give them 0.3 s.");
  tell.Translate(
      "try:\n"
      "    out, err = proc.communicate(timeout=0.3)\n"
      "except subprocess.TimeoutExpired:\n"
      "    proc.terminate()              # and proc.kill() if that is no help",
      "auto output = child->Communicate({.timeout = absl::Seconds(0.3)});\n"
      "if (output->timed_out) child->Stop();");

  // Both processes hold the writing end of this pipe, as their error output.
  // Its reading end comes to its end when neither of them is left.
  absl::StatusOr<process::Pipe> pipe = process::OpenPipe();
  if (!pipe.ok()) return pipe.status();
  process::PipeReader held_by_both(std::move(pipe->read));
  absl::StatusOr<Subprocess> child = Subprocess::Start(
      {children.Path("family"), children.Path("sleeper"), "60000"},
      {.out = Stdio::Pipe(),
       .err = Stdio::Own(std::move(pipe->write)),
       .group = process::Group::kNewGroup});
  if (!child.ok()) return child.status();
  const int64_t pid = child->pid();

  absl::StatusOr<process::Output> output = CommunicateWithATimeout(*child);
  if (!output.ok()) return output.status();
  absl::StatusOr<Ending> ending =
      EndWithin(*child, {.patience = absl::ZeroDuration()});
  if (!ending.ok()) return ending.status();
  absl::StatusOr<std::string> rest = held_by_both.Read();
  if (!rest.ok()) return rest.status();

  tell.Output(absl::StrCat(
      "the timeout came first:  ", output->timed_out ? "yes" : "no",
      "\nprocess ", pid, " wrote before: ", output->out, "process ", pid,
      " ended ", ToString(ending->by), ": ", ending->status.ToString(),
      "\na pipe that both held:   ",
      rest->empty() ? "at its end, so both are gone" : *rest));
  tell.Notice(
      "What was written before the timeout is kept. Stop() asks, waits, forces "
      "and reaches the grandchild, too; Python's kill() ends the child alone "
      "and leaves the rest running.");
  return absl::OkStatus();
}

}  // namespace ch36
