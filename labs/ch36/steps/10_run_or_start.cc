// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/demo.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

// One line to the child, and one back.
absl::StatusOr<std::string> Ask(process::Subprocess& child,
                                const std::string& question) {
  absl::Status written = child.in().Write(question + "\n");
  if (!written.ok()) return written;
  std::string answer;
  while (answer.empty() || answer.back() != '\n') {
    absl::StatusOr<std::string> piece = child.out().Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::AbortedError("the child has ended");
    answer += *piece;
  }
  return answer;
}

}  // namespace

absl::Status RunOrStartStep(lab::Narrator& tell,
                            const ChildPrograms& children) {
  tell.Say(
      "run() does all at once: start, feed, collect, wait. Popen, here "
      "Subprocess, is a child to hold in the hand. This one is asked for the "
      "square of a number, and then for the square of its answer.");
  tell.Translate(
      "proc = subprocess.Popen([squares], stdin=PIPE, stdout=PIPE)\n"
      "proc.stdin.write(b'12\\n')\n"
      "proc.stdin.flush()\n"
      "answer = proc.stdout.readline()",
      "child->in().Write(\"12\\n\");\n"
      "child->out().Read();");
  absl::StatusOr<process::Subprocess> child = process::Subprocess::Start(
      {children.Path("squares")},
      {.in = process::Stdio::Pipe(), .out = process::Stdio::Pipe()});
  if (!child.ok()) return child.status();
  absl::StatusOr<std::string> first = Ask(*child, "12");
  if (!first.ok()) return first.status();
  absl::StatusOr<std::string> second = Ask(*child, "144");
  if (!second.ok()) return second.status();
  child->in().Close();  // no more questions: the child ends
  absl::StatusOr<process::ExitStatus> ended = child->Wait();
  if (!ended.ok()) return ended.status();

  tell.Output(
      absl::StrCat(*first, *second, "no more input: ", ended->ToString()));
  tell.Output(
      "you want                                      take\n"
      "------------------------------------------------------------\n"
      "its output, once it has ended                 Run()\n"
      "... and an error if it failed                 CheckOutput()\n"
      "a time limit, an input known beforehand       Run()\n"
      "several joined by pipes                       RunPipeline()\n"
      "to work while it runs                         Subprocess\n"
      "to see its output as it comes                 Subprocess, Stream()\n"
      "to ask, read, and ask again                   Subprocess\n"
      "to stop it when something else happens        Subprocess");
  tell.Notice(
      "Start with Run(). A conversation is the one thing that it can't have, "
      "and the one where you must see yourself that neither side waits for "
      "the other.");
  return absl::OkStatus();
}

}  // namespace ch36
