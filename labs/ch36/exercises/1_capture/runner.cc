// SPDX-License-Identifier: Apache-2.0
//
// Calls Capture() and FirstLine() as the checks ask, and says what came.

#include "common/exercise/runner.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/exercise/values.h"
#include "labs/ch36/exercises/1_capture/capture.h"

namespace {

using ::exercise::Values;

// Of an error the name of its code, and its message; else "OK".
Values StatusValues(const absl::Status& status) {
  return {{"status", absl::StatusCodeToString(status.code())},
          {"message", std::string(status.message())}};
}

Values Capture(const Values& ask) {
  absl::StatusOr<ch36::Captured> captured = ch36::Capture(ask.Texts("command"));
  Values answer = StatusValues(captured.status());
  if (!captured.ok()) return answer;
  answer.Set("exit_code", captured->exit_code);
  answer.Set("out", captured->out.substr(0, 1000));
  answer.Set("err", captured->err.substr(0, 1000));
  answer.Set("out_bytes", captured->out.size());
  answer.Set("err_bytes", captured->err.size());
  return answer;
}

Values FirstLine(const Values& ask) {
  absl::StatusOr<std::string> line = ch36::FirstLine(ask.Texts("command"));
  Values answer = StatusValues(line.status());
  if (line.ok()) answer.Set("line", *line);
  return answer;
}

}  // namespace

int main() {
  return exercise::AnswerQuestions(
      {{"Capture", Capture}, {"FirstLine", FirstLine}});
}
