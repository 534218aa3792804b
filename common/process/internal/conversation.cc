// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/conversation.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/internal/collector.h"
#include "common/process/internal/deadline.h"
#include "common/process/internal/platform.h"
#include "common/process/pipe.h"

namespace process::internal {
namespace {

// What becomes of one output's bytes. (A class, since an Outlet refers to a
// function object that must stay where it is.)
class Filter {
 public:
  Filter(size_t output, Collector& collector, const CommunicateOptions& options,
         Conversation::Taker take, bool& stop)
      : output_(output),
        collector_(&collector),
        options_(&options),
        take_(take),
        stop_(&stop) {}

  bool operator()(absl::string_view bytes) const {
    take_(output_, collector_->Admit(bytes, *options_));
    if (!collector_->truncated()) return true;
    if (options_->on_limit == OnLimit::kKill) *stop_ = true;
    return options_->on_limit == OnLimit::kDiscard;
  }

 private:
  size_t output_;
  Collector* collector_;
  const CommunicateOptions* options_;
  Conversation::Taker take_;
  bool* stop_;
};

}  // namespace

absl::StatusOr<bool> Conversation::GoOn(const Parties& parties,
                                        const CommunicateOptions& options,
                                        Taker take) {
  if (absl::Status status = CheckInput(parties, options.input); !status.ok()) {
    return status;
  }
  const Deadline deadline(options.timeout);
  const absl::StatusOr<PumpEnd> end =
      PumpOnce(parties, options, deadline, take);
  if (!end.ok()) return end.status();
  if (*end == PumpEnd::kTimeout) return false;
  if (absl::Status status = HangUp(parties, *end); !status.ok()) return status;
  for (Child* child : parties.children) {
    if (!child->WaitForEnd(deadline)) return false;
    child->Poll();
  }
  return true;
}

absl::StatusOr<bool> Conversation::GoOnCollecting(
    const Parties& parties, const CommunicateOptions& options) {
  return GoOn(parties, options, [this](size_t output, absl::string_view bytes) {
    collectors_[output].Keep(bytes);
  });
}

bool Conversation::truncated() const {
  return std::any_of(collectors_.begin(), collectors_.end(),
                     [](const Collector& c) { return c.truncated(); });
}

absl::Status Conversation::CheckInput(const Parties& parties,
                                      absl::string_view input) const {
  if (input.empty()) return absl::OkStatus();
  if (!unwritten_.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "new input, but ", unwritten_.size(),
        " bytes of the input given before are not yet written: call without "
        "input to go on with those"));
  }
  if (!parties.input->is_open()) {
    return absl::FailedPreconditionError(
        "input, but the child's input is not open: start it with in = "
        "Stdio::Pipe(), and give all input at once");
  }
  return absl::OkStatus();
}

absl::StatusOr<PumpEnd> Conversation::PumpOnce(
    const Parties& parties, const CommunicateOptions& options,
    const Deadline& deadline, Taker take) {
  bool stop = false;
  std::vector<Filter> filters;
  filters.reserve(parties.outputs.size());
  std::vector<Outlet> outlets;
  for (size_t i = 0; i < parties.outputs.size(); ++i) {
    filters.emplace_back(i, collectors_[i], options, take, stop);
    outlets.push_back({parties.outputs[i], filters.back()});
  }
  const std::string left_over = std::exchange(unwritten_, "");
  absl::string_view input = left_over.empty() ? options.input : left_over;
  const absl::StatusOr<PumpEnd> end = Pump({.writer = parties.input,
                                            .input = &input,
                                            .outlets = absl::MakeSpan(outlets),
                                            .children = parties.children,
                                            .deadline = deadline,
                                            .drain_grace = options.drain_grace,
                                            .stop = &stop});
  unwritten_ = std::string(input);
  return end;
}

// There is nothing more to say: those that still wait for us learn that.
absl::Status Conversation::HangUp(const Parties& parties, PumpEnd end) {
  held_open_ = held_open_ || end == PumpEnd::kGrace;
  parties.input->Close();
  for (PipeReader* output : parties.outputs) output->Close();
  unwritten_.clear();
  if (end != PumpEnd::kStopped) return absl::OkStatus();
  for (Child* child : parties.children) {
    if (auto reach = child->KillTree(); !reach.ok()) return reach.status();
  }
  return absl::OkStatus();
}

}  // namespace process::internal
