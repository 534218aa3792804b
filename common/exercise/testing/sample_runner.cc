// SPDX-License-Identifier: Apache-2.0
//
// A runner for tests, which does what a student's code might do to it.

#include <cstdlib>
#include <iostream>
#include <string>

#include "common/exercise/internal/canary.h"
#include "common/exercise/runner.h"
#include "common/exercise/values.h"
#include "common/process/options.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"

namespace {

using ::exercise::Values;

// Answers with what it was asked with.
Values Echo(const Values& ask) { return ask; }

// Answers right, and prints to where the answer goes unless it was moved.
Values Chatter(const Values& ask) {
  std::cout << "[  PASSED  ] 1 test.\n"
            << R"({"nonce": "", "answer": {"total": 6}})" << std::endl;
  return ask;
}

// What a student's code finds on standard input.
Values ReadInput(const Values&) {
  std::string line;
  std::getline(std::cin, line);
  return {{"line", line}, {"end", std::cin.eof()}};
}

Values Exit(const Values& ask) { std::exit(static_cast<int>(ask.Int("code"))); }

Values ExitAtOnce(const Values&) { std::_Exit(0); }

Values Crash(const Values&) { std::abort(); }

Values Hang(const Values& ask) {
  auto child = process::Subprocess::Start({ask.Text("child"), "hold"});
  return {{"ended", child.ok() && child->Wait().ok()}};
}

Values Flood(const Values&) {
  const std::string text(1 << 16, 'x');
  for (;;) std::cerr << text;
}

// A child that outlives the runner, with its output open.
Values LeaveAChild(const Values& ask) {
  auto child = process::Subprocess::Start(
      {ask.Text("child"), "hold"}, {.in = process::Stdio::Null(),
                                    .on_destroy = process::OnDestroy::kDetach});
  if (ask.Find("then_exit") != nullptr) std::_Exit(0);
  return {{"started", child.ok()}};
}

// Answers right, and then fails.
Values FailLater(const Values& ask) {
  static struct AtEnd {
    ~AtEnd() { std::_Exit(9); }
  } at_end;
  return ask;
}

// ---- Reports of explorations that never were

Values Report(bool proved, const std::string& finding) {
  return {{"proved", proved},        {"executions", proved ? 6 : 1},
          {"finding", finding},      {"message", "counter.cc:12 is where"},
          {"trace", "the schedule"}, {"notes", "Some note."}};
}

bool IsCanary(const Values& ask) {
  return exercise::internal::IsCanary(ask.Int(exercise::internal::kSubject));
}

// A right solution.
Values Proved(const Values& ask) {
  return IsCanary(ask) ? Report(false, "data race") : Report(true, "");
}

// One with a bug, whose kind the question says.
Values Found(const Values& ask) {
  return Report(false, IsCanary(ask) ? "data race" : ask.Text("kind"));
}

// Neither proof nor finding.
Values NotProved(const Values& ask) {
  return IsCanary(ask) ? Report(false, "data race") : Report(false, "");
}

// A forged report.
Values AlwaysProved(const Values&) { return Report(true, ""); }

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"echo", Echo},
                                    {"chatter", Chatter},
                                    {"read_input", ReadInput},
                                    {"exit", Exit},
                                    {"exit_at_once", ExitAtOnce},
                                    {"crash", Crash},
                                    {"hang", Hang},
                                    {"flood", Flood},
                                    {"leave_a_child", LeaveAChild},
                                    {"fail_later", FailLater},
                                    {"proved", Proved},
                                    {"found", Found},
                                    {"not_proved", NotProved},
                                    {"always_proved", AlwaysProved}});
}
