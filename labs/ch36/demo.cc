// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal: starting child processes and reading what
// they write.
//
//   bazel run //labs/ch36:demo

#include "common/lab/demo.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/text.h"
#include "common/process/run.h"
#include "labs/ch36/child_program.h"
#include "labs/ch36/echo.h"

namespace {

void EchoStep(lab::Narrator& tell, const std::string& echo) {
  tell.Say(
      "A parent starts a child process, the two are joined by a pipe, and the "
      "parent reads what the child writes to its standard output. In Python: "
      "subprocess.run(['echo', ...], capture_output=True).");
  tell.Code("process::Run({echo, \"Hello from the child!\"})");
  absl::StatusOr<std::string> line =
      ch36::EchoThroughAPipe(echo, "Hello from the child!");
  if (!line.ok()) return tell.Fail(line.status());
  tell.Output(*line);
  tell.Notice(
      "The line came back as a string in this process. It did not go to the "
      "terminal by itself: the child's standard output is the pipe.");
}

void NoShellStep(lab::Narrator& tell, const std::string& echo) {
  tell.Say(
      "Arguments are a list, and no shell reads them. What would be a "
      "variable, a second command or a redirection in a shell is plain text "
      "here.");
  tell.Code("process::Run({echo, \"$HOME; ls > file %PATH%\"})");
  absl::StatusOr<std::string> line =
      ch36::EchoThroughAPipe(echo, "$HOME; ls > file %PATH%");
  if (!line.ok()) return tell.Fail(line.status());
  tell.Output(*line);
  tell.Notice(
      "Nothing was expanded and nothing was run. This is why a list is safe "
      "with text that somebody else typed, and a shell command is not.");
}

void NotFoundStep(lab::Narrator& tell) {
  tell.Say(
      "A program that is not there is an error of starting it, and the error "
      "says which one. A program that ran and failed is something else: it has "
      "an exit status.");
  tell.Code("process::Run({\"no-such-program\"})");
  absl::StatusOr<process::CompletedProcess> result =
      process::Run({"no-such-program"});
  if (result.ok()) {
    return tell.Fail(absl::InternalError(
        "there is a program called no-such-program on this machine"));
  }
  tell.Output(lab::Wrap(result.status().ToString(), {.width = 70}));
  tell.Notice("NOT_FOUND: the child never ran, so there is no exit status.");
}

}  // namespace

int main(int argc, char** argv) {
  const std::string echo = ch36::ChildProgram(argv[0], "echo");
  lab::Demo demo("Chapter 36: child processes");
  demo.AddStep("An echo through a pipe",
               [&](lab::Narrator& tell) { EchoStep(tell, echo); });
  demo.AddStep("No shell in between",
               [&](lab::Narrator& tell) { NoShellStep(tell, echo); });
  demo.AddStep("A program that is not there", NotFoundStep);
  return demo.Main(argc, argv);
}
