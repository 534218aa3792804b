// SPDX-License-Identifier: Apache-2.0

#include "common/process/subprocess.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/internal/conversation.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/request.h"
#include "common/process/options.h"
#include "common/process/pipe.h"

namespace process {

using internal::Conversation;
using internal::Deadline;

struct Subprocess::State {
  std::unique_ptr<internal::Child> child;
  OnDestroy on_destroy = OnDestroy::kKillTree;

  internal::Conversation conversation = internal::Conversation(/*outputs=*/2);
};

namespace {

// How long a destructor waits for a child that it has killed. A killed process
// ends at once, unless the system has it wait for a disk that is gone.
constexpr absl::Duration kDestructionTime = absl::Seconds(5);

absl::Status NoChild() {
  return absl::FailedPreconditionError(
      "this Subprocess has no child: it was moved from");
}

void CloseOwnedHandles(const StartOptions& options) {
  options.in.CloseOwned();
  options.out.CloseOwned();
  options.err.CloseOwned();
}

// `status` with the program named in front, and its payload kept.
absl::Status NameProgram(const absl::Status& status, absl::string_view name) {
  absl::Status named(status.code(), absl::StrCat("cannot start \"", name,
                                                 "\": ", status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    named.SetPayload(url, payload);
  });
  return named;
}

absl::StatusOr<internal::Started> StartNamed(absl::Span<const std::string> args,
                                             const StartOptions& options,
                                             bool shell) {
  const absl::StatusOr<internal::Request> request =
      internal::MakeRequest(args, options, shell);
  if (!request.ok()) return request.status();
  absl::StatusOr<internal::Started> started = internal::StartChild(*request);
  if (!started.ok()) {
    return NameProgram(started.status(), shell ? "the shell" : args[0]);
  }
  return started;
}

}  // namespace

// ---- Starting and destroying -----------------------------------------------

Subprocess::Subprocess(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
Subprocess::Subprocess(Subprocess&&) noexcept = default;

Subprocess& Subprocess::operator=(Subprocess&& other) noexcept {
  // What was here goes with `replaced`.
  Subprocess replaced(std::move(*this));
  state_ = std::move(other.state_);
  in_ = std::move(other.in_);
  out_ = std::move(other.out_);
  err_ = std::move(other.err_);
  return *this;
}

Subprocess::~Subprocess() {
  if (state_ == nullptr) return;
  internal::Child& child = *state_->child;
  if (state_->on_destroy == OnDestroy::kDetach) {
    child.Detach();
    return;
  }
  // Whoever waits for us to read or write learns that we don't any more.
  in_.Close();
  out_.Close();
  err_.Close();
  if (state_->on_destroy == OnDestroy::kWait) {
    child.WaitForEnd(Deadline::Never());
  } else if (!child.Poll().has_value()) {
    if (state_->on_destroy == OnDestroy::kKillTree) {
      child.KillTree().IgnoreError();
    }
    child.Kill().IgnoreError();
    child.WaitForEnd(Deadline(kDestructionTime));
  }
  child.Poll();
}

absl::StatusOr<Subprocess> Subprocess::StartRequested(
    absl::Span<const std::string> args, const StartOptions& options,
    bool shell) {
  // Memory first: once the child runs nothing may fail.
  auto state = std::make_unique<State>();
  absl::StatusOr<internal::Started> started = StartNamed(args, options, shell);
  CloseOwnedHandles(options);
  if (!started.ok()) return started.status();
  state->child = std::move(started->child);
  state->on_destroy = options.on_destroy;
  Subprocess child(std::move(state));
  child.in_ = std::move(started->in);
  child.out_ = std::move(started->out);
  child.err_ = std::move(started->err);
  return child;
}

absl::StatusOr<Subprocess> Subprocess::Start(absl::Span<const std::string> args,
                                             const StartOptions& options) {
  return StartRequested(args, options, /*shell=*/false);
}

absl::StatusOr<Subprocess> Subprocess::StartShell(absl::string_view command,
                                                  const StartOptions& options) {
  const std::string text(command);
  return StartRequested({text}, options, /*shell=*/true);
}

internal::Child& internal::ChildOf(const Subprocess& subprocess) {
  return *subprocess.state_->child;
}

// ---- Waiting and signals ---------------------------------------------------

int64_t Subprocess::pid() const {
  return state_ == nullptr ? -1 : state_->child->pid();
}

NativeHandle Subprocess::wait_handle() const {
  return state_ == nullptr ? kNoHandle : state_->child->wait_handle();
}

std::optional<ExitStatus> Subprocess::Poll() {
  if (state_ == nullptr) return std::nullopt;
  return state_->child->Poll();
}

absl::StatusOr<ExitStatus> Subprocess::Wait(absl::Duration timeout) {
  if (state_ == nullptr) return NoChild();
  const Deadline deadline(timeout);
  while (true) {
    if (std::optional<ExitStatus> status = state_->child->Poll()) {
      return *status;
    }
    if (!state_->child->WaitForEnd(deadline)) {
      return absl::DeadlineExceededError(
          absl::StrCat("process ", pid(), " still runs after ",
                       absl::FormatDuration(timeout)));
    }
  }
}

absl::Status Subprocess::SendSignal(int signal) {
  return state_ == nullptr ? NoChild() : state_->child->SendSignal(signal);
}

absl::Status Subprocess::Terminate() {
  return state_ == nullptr ? NoChild() : state_->child->Terminate();
}

absl::Status Subprocess::Kill() {
  return state_ == nullptr ? NoChild() : state_->child->Kill();
}

absl::StatusOr<TreeReach> Subprocess::KillTree() {
  if (state_ == nullptr) return NoChild();
  return state_->child->KillTree();
}

absl::StatusOr<ExitStatus> Subprocess::Stop(absl::Duration grace) {
  if (state_ == nullptr) return NoChild();
  if (grace > absl::ZeroDuration()) {
    if (absl::Status status = Terminate(); !status.ok()) return status;
    state_->child->WaitForEnd(Deadline(grace));
  }
  if (absl::StatusOr<TreeReach> reach = KillTree(); !reach.ok()) {
    return reach.status();
  }
  return Wait();
}

// ---- Talking to it ---------------------------------------------------------

internal::Parties Subprocess::parties() {
  return {.input = &in_,
          .outputs = {&out_, &err_},
          .children = {state_->child.get()}};
}

absl::StatusOr<Output> Subprocess::Communicate(
    const CommunicateOptions& options) {
  if (state_ == nullptr) return NoChild();
  Conversation& talk = state_->conversation;
  const absl::StatusOr<bool> done = talk.GoOnCollecting(parties(), options);
  if (!done.ok()) return done.status();
  Output output = {.timed_out = !*done,
                   .truncated = talk.truncated(),
                   .held_open = talk.held_open()};
  // If more is to come the caller gets a copy.
  output.out = *done ? talk.collector(0).TakeText() : talk.collector(0).text();
  output.err = *done ? talk.collector(1).TakeText() : talk.collector(1).text();
  return output;
}

absl::StatusOr<Output> Subprocess::Stream(Sink sink,
                                          const CommunicateOptions& options) {
  if (state_ == nullptr) return NoChild();
  Conversation& talk = state_->conversation;
  std::array<bool, 2> wanted = {true, true};
  const absl::StatusOr<bool> done =
      talk.GoOn(parties(), options, [&](size_t i, absl::string_view bytes) {
        if (!wanted[i] || bytes.empty()) return;
        wanted[i] =
            sink(i == 0 ? OutputStream::kOut : OutputStream::kErr, bytes);
      });
  if (!done.ok()) return done.status();
  return Output{.timed_out = !*done,
                .truncated = talk.truncated(),
                .held_open = talk.held_open()};
}

}  // namespace process
