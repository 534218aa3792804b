// SPDX-License-Identifier: Apache-2.0
//
// common/process itself, as its README shows it.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"

namespace process_bench {
namespace {

using ::process::Stdio;

process::Subprocess Start(const Args& args, process::StartOptions options) {
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start(args, options);
  CHECK_OK(child);
  return *std::move(child);
}

class OurChild : public Child {
 public:
  explicit OurChild(const Args& args)
      : child_(Start(args, {.out = Stdio::Pipe()})) {}

  Ended Collect() override {
    absl::StatusOr<process::Output> output = child_.Communicate();
    CHECK_OK(output);
    return {.exit_code = static_cast<int>(child_.Wait()->returncode()),
            .out = std::move(output->out)};
  }

  int Wait() override { return *WaitFor(absl::InfiniteDuration()); }

  std::optional<int> WaitFor(absl::Duration timeout) override {
    const absl::StatusOr<process::ExitStatus> status = child_.Wait(timeout);
    if (absl::IsDeadlineExceeded(status.status())) return std::nullopt;
    CHECK_OK(status);
    return static_cast<int>(status->returncode());
  }

  void Kill() override {
    CHECK_OK(child_.Kill());
    CHECK_OK(child_.Wait());
  }

 private:
  process::Subprocess child_;
};

int SpawnAndWait(const Args& args) {
  const absl::StatusOr<process::ExitStatus> status = Start(args, {}).Wait();
  CHECK_OK(status);
  return static_cast<int>(status->returncode());
}

// Only standard output is captured: that is what the peers do, too.
Bytes RunWithInput(const Args& args, Stdio in, absl::string_view input) {
  absl::StatusOr<process::CompletedProcess> done = process::Run(
      args,
      {.start = {.in = in, .err = Stdio::Inherit()}, .io = {.input = input}});
  CHECK_OK(done);
  CHECK(done->status.ok()) << done->status.returncode();
  return BytesOf(std::move(done->out));
}

}  // namespace

Peer OursPeer() {
  Peer peer;
  peer.spawn_and_wait = SpawnAndWait;
  peer.capture = [](const Args& args) {
    return RunWithInput(args, Stdio::Inherit(), "");
  };
  peer.round_trip = [](const Args& args, const std::string& input) {
    return RunWithInput(args, Stdio::Pipe(), input);
  };
  peer.start = [](const Args& args) {
    return std::make_unique<OurChild>(args);
  };
  peer.can_time_out = true;
  return peer;
}

}  // namespace process_bench
