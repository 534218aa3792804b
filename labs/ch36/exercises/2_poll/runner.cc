// SPDX-License-Identifier: Apache-2.0
//
// Starts children and lets WorkWhileItRuns() work meanwhile, as the checks ask.

#include "common/exercise/runner.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/values.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/exercises/2_poll/poll.h"

namespace {

using ::exercise::Values;
using ::process::Stdio;
using ::process::Subprocess;

Subprocess StartChild(const std::vector<std::string>& command) {
  absl::StatusOr<Subprocess> child = Subprocess::Start(
      command,
      {.in = Stdio::Pipe(), .out = Stdio::Pipe(), .err = Stdio::Pipe()});
  CHECK_OK(child.status());
  return *std::move(child);
}

Values AnswerOf(const absl::StatusOr<ch36::Ended>& ended) {
  Values answer = {{"error", ended.ok() ? "" : ended.status().ToString()}};
  if (!ended.ok()) return answer;
  answer.Set("status", ended->status.ToString());
  answer.Set("out", ended->out.substr(0, 1000));
  answer.Set("out_bytes", ended->out.size());
  return answer;
}

// The child says something, shows by a byte of error output that it has, and
// waits for a line of input; `rounds` times. It never says more before it may.
// So the order of things is certain, however fast or slow either side is:
//
//   step 1    waits until the child has said the first thing
//   step 2    must hear that; lets the child go on, and waits for the next one
//   ...
//   the last  must hear the last one; lets the child end, and waits for that
Values Converse(const Values& ask) {
  Subprocess child = StartChild(ask.Texts("command"));
  const auto rounds = static_cast<size_t>(ask.Int("rounds"));
  std::vector<std::string> news_of_round;
  std::string heard;
  int64_t steps = 0;
  int64_t late_steps = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view news) {
        heard += news;
        if (news_of_round.size() == rounds) {
          ++late_steps;
          return;
        }
        if (++steps > 1) {
          news_of_round.push_back(heard);
          heard.clear();
          CHECK_OK(child.in().Write("\n"));
        }
        if (news_of_round.size() < rounds) {
          CHECK_OK(child.err().Read(1).status());
        } else {
          CHECK_OK(child.Wait().status());
        }
      });
  Values answer = AnswerOf(ended);
  answer.Set("news", news_of_round);
  answer.Set("steps_after_its_end", late_steps);
  return answer;
}

// The child has ended before WorkWhileItRuns() is called. What it has started
// reads the same input, and so goes on until this returns.
Values AfterItsEnd(const Values& ask) {
  Subprocess child = StartChild(ask.Texts("command"));
  const absl::StatusOr<process::ExitStatus> status = child.Wait();
  CHECK_OK(status.status());
  int64_t steps = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view) { ++steps; });
  Values answer = AnswerOf(ended);
  answer.Set("steps", steps);
  answer.Set("true_status", status->ToString());
  return answer;
}

// The child ends once the steps have heard `bytes` bytes of it.
Values Much(const Values& ask) {
  Subprocess child = StartChild(ask.Texts("command"));
  const int64_t bytes = ask.Int("bytes");
  int64_t heard = 0;
  const absl::StatusOr<ch36::Ended> ended =
      ch36::WorkWhileItRuns(child, [&](absl::string_view news) {
        heard += static_cast<int64_t>(news.size());
        if (heard >= bytes) child.in().Close();
      });
  Values answer = AnswerOf(ended);
  answer.Set("heard_bytes", heard);
  return answer;
}

}  // namespace

int main() {
  return exercise::AnswerQuestions(
      {{"Converse", Converse}, {"AfterItsEnd", AfterItsEnd}, {"Much", Much}});
}
