// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/echo.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {

absl::Status EchoStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "A parent starts a child process. A pipe joins the two: what the child "
      "writes to its standard output, the parent reads.");
  tell.Translate(
      "proc = subprocess.Popen(['echo', 'Hello from the child!'],\n"
      "                        stdout=subprocess.PIPE)\n"
      "out, err = proc.communicate()",
      "process::Run({echo, \"Hello from the child!\"})");

  absl::StatusOr<std::string> line =
      EchoThroughAPipe(children.Path("echo"), "Hello from the child!");
  if (!line.ok()) return line.status();

  tell.Output(*line);
  tell.Notice(
      "The line did not go to the terminal by itself. It came back as a string "
      "in this process, which then printed it.");
  return absl::OkStatus();
}

}  // namespace ch36
