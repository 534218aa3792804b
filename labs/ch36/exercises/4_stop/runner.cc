// SPDX-License-Identifier: Apache-2.0
//
// Calls RunUntil() as the checks ask, and says what came.

#include "common/exercise/runner.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/values.h"
#include "common/lab/temp_directory.h"
#include "common/process/exit_status.h"
#include "labs/ch36/exercises/4_stop/run_until.h"

namespace {

using ::exercise::Values;

std::string Name(ch36::EndedBy by) {
  switch (by) {
    case ch36::EndedBy::kItself:
      return "kItself";
    case ch36::EndedBy::kRequest:
      return "kRequest";
    case ch36::EndedBy::kForce:
      return "kForce";
  }
  return "no EndedBy";
}

Values AnswerOf(const absl::StatusOr<ch36::Stopped>& stopped) {
  if (!stopped.ok()) {
    return {{"error", absl::StatusCodeToString(stopped.status().code())}};
  }
  return {{"error", ""},
          {"status", stopped->status.ToString()},
          {"by", Name(stopped->by)},
          {"out", stopped->out.substr(0, 1000)},
          {"out_bytes", stopped->out.size()}};
}

// It is enough once the output ends with the text `enough`; never if that is
// empty. A grace of 0 ms or more, or -1 for one that never ends.
Values RunUntil(const Values& ask) {
  const std::string& last = ask.Text("enough");
  const int64_t grace = ask.Int("grace_ms");
  return AnswerOf(ch36::RunUntil(
      ask.Texts("command"),
      [&](absl::string_view out) {
        return !last.empty() && absl::EndsWith(out, last);
      },
      grace < 0 ? absl::InfiniteDuration() : absl::Milliseconds(grace)));
}

// It is never enough. The child says `first`, and goes on to say `then` and to
// end when enough() has seen that.
Values Ask(const Values& ask) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  CHECK_OK(folder.status());
  const std::string& first = ask.Text("first");
  const std::vector<std::string> command = {ask.Text("program"),
                                            "say",
                                            "out",
                                            first,
                                            "+",
                                            "meet",
                                            folder->path().string(),
                                            "2",
                                            "+",
                                            "say",
                                            "out",
                                            ask.Text("then"),
                                            "+",
                                            "exit",
                                            absl::StrCat(ask.Int("exit_code"))};
  return AnswerOf(ch36::RunUntil(
      command,
      [&](absl::string_view out) {
        if (out == first) std::ofstream(folder->path() / "go on").flush();
        return false;
      },
      absl::InfiniteDuration()));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"RunUntil", RunUntil}, {"Ask", Ask}});
}
