// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/run_stages.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/internal/conversation.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/request.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/pipeline.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace process::internal {
namespace {

using Kind = Stdio::Kind;

// What processes that were left behind hold open is not waited for any longer,
// once the stages have been killed: without news, and in all.
constexpr absl::Duration kGraceAfterKill = absl::Milliseconds(100);
constexpr absl::Duration kTimeAfterKill = absl::Seconds(1);

// ---- Checking --------------------------------------------------------------

absl::Status CheckStreams(absl::Span<const Stage> stages,
                          absl::string_view input) {
  if (stages.empty()) {
    return absl::InvalidArgumentError("a pipeline needs at least one stage");
  }
  for (size_t i = 0; i + 1 < stages.size(); ++i) {
    if (stages[i].start.out.kind() != Kind::kDefault ||
        stages[i + 1].start.in.kind() != Kind::kDefault) {
      return absl::InvalidArgumentError(absl::StrCat(
          "stage ", i, "'s out and stage ", i + 1,
          "'s in are the pipeline's: they can't lead somewhere else"));
    }
  }
  const Kind in = stages.front().start.in.kind();
  if (!input.empty() && in != Kind::kDefault && in != Kind::kPipe) {
    return absl::InvalidArgumentError(
        "both input and start.in: the program can read only one of them");
  }
  return absl::OkStatus();
}

// ---- Starting --------------------------------------------------------------

Stdio Or(const Stdio& said, Stdio meant) {
  return said.kind() == Kind::kDefault ? std::move(meant) : said;
}

// If one can't be started, destroying those that run kills them.
absl::StatusOr<std::vector<Subprocess>> StartAll(absl::Span<const Stage> stages,
                                                 absl::string_view input,
                                                 StartFunction start_stage) {
  if (absl::Status status = CheckStreams(stages, input); !status.ok()) {
    return status;
  }
  std::vector<Subprocess> children;
  children.reserve(stages.size());
  Stdio next_in = Or(stages.front().start.in,
                     input.empty() ? Stdio::Null() : Stdio::Pipe());
  for (const Stage& stage : stages) {
    StartOptions start = stage.start;
    start.on_destroy = OnDestroy::kKillTree;
    start.err = Or(start.err, Stdio::Pipe());
    start.in = std::move(next_in);
    if (&stage == &stages.back()) {
      start.out = Or(start.out, Stdio::Pipe());
    } else {
      absl::StatusOr<Pipe> pipe = OpenPipe();
      if (!pipe.ok()) return pipe.status();
      start.out = Stdio::Own(std::move(pipe->write));
      next_in = Stdio::Own(std::move(pipe->read));
    }
    absl::StatusOr<Subprocess> child = start_stage(stage.args, start);
    if (!child.ok()) return child.status();
    children.push_back(*std::move(child));
  }
  return children;
}

// ---- Talking ---------------------------------------------------------------

// The last stage's out, then every stage's err.
Parties PartiesOf(std::vector<Subprocess>& children) {
  Parties parties;
  parties.input = &children.front().in();
  parties.outputs.push_back(&children.back().out());
  for (Subprocess& child : children) {
    parties.outputs.push_back(&child.err());
    parties.children.push_back(&ChildOf(child));
  }
  return parties;
}

absl::Status TerminateAll(std::vector<Subprocess>& children) {
  for (Subprocess& child : children) {
    if (absl::Status status = child.Terminate(); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status KillAllTrees(std::vector<Subprocess>& children) {
  for (Subprocess& child : children) {
    if (auto reach = child.KillTree(); !reach.ok()) return reach.status();
  }
  return absl::OkStatus();
}

// Stops the stages, and collects what they write until their ends.
absl::Status Stop(std::vector<Subprocess>& children, CommunicateOptions io,
                  absl::Duration kill_grace, Conversation& conversation) {
  const Parties parties = PartiesOf(children);
  io.input = "";
  io.drain_grace = std::min(io.drain_grace, kGraceAfterKill);
  if (kill_grace > absl::ZeroDuration()) {
    if (absl::Status status = TerminateAll(children); !status.ok()) {
      return status;
    }
    io.timeout = kill_grace;
    absl::Status status = conversation.GoOnCollecting(parties, io).status();
    if (!status.ok()) return status;
  }
  // Also if all have ended by now: those that they started may live on.
  if (absl::Status status = KillAllTrees(children); !status.ok()) return status;
  for (Child* child : parties.children) {
    child->WaitForEnd(Deadline::Never());
  }
  io.timeout = kTimeAfterKill;
  const absl::StatusOr<bool> ended = conversation.GoOnCollecting(parties, io);
  if (ended.ok() && !*ended) conversation.GiveUp(parties);
  return ended.status();
}

}  // namespace

absl::StatusOr<std::vector<CompletedProcess>> RunStages(
    absl::Span<const Stage> stages, const CommunicateOptions& io,
    absl::Duration kill_grace, StartFunction start) {
  absl::StatusOr<std::vector<Subprocess>> children =
      StartAll(stages, io.input, start);
  // Of the stages, too, that it did not come to.
  for (const Stage& stage : stages) CloseOwnedHandles(stage.start);
  if (!children.ok()) return children.status();
  Conversation conversation(/*outputs=*/1 + stages.size());
  const absl::StatusOr<bool> ended =
      conversation.GoOnCollecting(PartiesOf(*children), io);
  absl::Status status = ended.status();
  if (status.ok() && !*ended) {
    status = Stop(*children, io, kill_grace, conversation);
  }
  if (!status.ok()) {
    return absl::InternalError(
        absl::StrCat("lost the program while it ran: ", status.message()));
  }
  std::vector<CompletedProcess> completed(stages.size());
  for (size_t i = 0; i < stages.size(); ++i) {
    completed[i].status = (*children)[i].Poll().value_or(ExitStatus::Unknown());
    completed[i].err = conversation.collector(1 + i).TakeText();
    completed[i].timed_out = !*ended;
    completed[i].truncated = conversation.collector(1 + i).truncated();
    completed[i].held_open = conversation.held_open();
  }
  completed.back().out = conversation.collector(0).TakeText();
  completed.back().truncated |= conversation.collector(0).truncated();
  return completed;
}

}  // namespace process::internal
