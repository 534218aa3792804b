// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/demo.h"
#include "common/lab/text.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

// Whether there is a file that a list of arguments with this name would run.
std::string IsAProgram(const std::string& name) {
  absl::StatusOr<std::string> file = process::FindExecutable(name);
  return file.ok() ? absl::StrCat(name, " is a program here: ", *file)
                   : absl::StrCat(name, " is no program here");
}

}  // namespace

absl::Status ShellStep(lab::Narrator& tell, const ChildPrograms&) {
  tell.Say(
      "A list of arguments names a program, that is a file. Some words that "
      "work in a terminal are no files: the shell itself does what they say. "
      "\"exit\" is one in every shell, \"cd\" too; on Windows so are \"echo\" "
      "and \"dir\".");
  tell.Translate(
      "subprocess.run(['exit', '3'])           # FileNotFoundError\n"
      "subprocess.run('exit 3', shell=True)    # returncode=3",
      "process::Run({\"exit\", \"3\"})\n"
      "process::RunShell(\"exit 3\")");

  absl::StatusOr<process::CompletedProcess> list = process::Run({"exit", "3"});
  if (list.ok()) {
    return absl::InternalError("this machine has a program called exit");
  }
  absl::StatusOr<process::CompletedProcess> shell = process::RunShell("exit 3");
  if (!shell.ok()) return shell.status();

  tell.Output(absl::StrCat(
      lab::Wrap(absl::StrCat("as a list: ",
                             list.status().ToString(
                                 absl::StatusToStringMode::kWithNoExtraData)),
                {.width = 76}),
      "through the shell: ", shell->status.ToString(), "\n", IsAProgram("exit"),
      "\n", IsAProgram("echo")));
  tell.Notice(
      "The first line is an error: no child ever ran. The second is the exit "
      "status of a child that did: the shell, which found the word in itself. "
      "But a shell reads all of its text, so never hand it text that somebody "
      "else typed; a list needs no such care.");
  return absl::OkStatus();
}

}  // namespace ch36
