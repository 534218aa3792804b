// SPDX-License-Identifier: Apache-2.0

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/lab/demo.h"
#include "common/process/quote_posix.h"
#include "common/process/quote_windows.h"
#include "common/process/run.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

using Arguments = std::vector<std::string>;

// Where the shell is a POSIX shell.
constexpr bool kPosix = std::filesystem::path::preferred_separator == '/';

// What show_args writes for these arguments.
std::string InBrackets(const Arguments& arguments) {
  std::string lines;
  for (const std::string& argument : arguments) {
    absl::StrAppend(&lines, "[", argument, "]\n");
  }
  return lines;
}

Arguments Command(const std::string& program, const Arguments& arguments) {
  Arguments command = {program};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

std::string Compare(absl::string_view what, const std::string& arrived,
                    const Arguments& sent) {
  return absl::StrCat(what,
                      arrived == InBrackets(sent)
                          ? "every argument arrived as it was sent"
                          : absl::StrCat("what arrived differs:\n", arrived));
}

// Sends `command` as one line through the shell.
absl::StatusOr<std::string> ThroughTheShell(const Arguments& command) {
  absl::StatusOr<std::string> line = process::QuotePosix(command);
  if (!line.ok()) return line.status();
  absl::StatusOr<process::CompletedProcess> shell = process::RunShell(*line);
  if (!shell.ok()) return shell.status();
  return shell->out;
}

}  // namespace

absl::Status QuotingStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "Arguments are a list: what is one element here is one argument there, "
      "whatever it holds. Only a command that is one string needs quoting, and "
      "each system has rules of its own.");
  const Arguments sent = {"two words", "it's",         "say \"hi\"",
                          "C:\\dir\\", "$HOME %PATH%", ""};
  tell.Translate(
      "shlex.join(args)                  # for a POSIX shell\n"
      "subprocess.list2cmdline(args)     # for a Windows program",
      "process::QuotePosix(args)\n"
      "process::QuoteWindows(args)");
  absl::StatusOr<std::string> posix =
      process::QuotePosix(Command("show_args", sent));
  absl::StatusOr<std::string> windows =
      process::QuoteWindows(Command("show_args", sent));
  if (!posix.ok()) return posix.status();
  if (!windows.ok()) return windows.status();
  tell.Output(absl::StrCat(*posix, "\n", *windows));

  tell.Say(
      "There and back: show_args writes each of its arguments in brackets.");
  const Arguments command = Command(children.Path("show_args"), sent);
  absl::StatusOr<process::CompletedProcess> list =
      process::Run(command, {.io = {.text = true}});
  if (!list.ok()) return list.status();
  std::string result =
      absl::StrCat(list->out, Compare("as a list:     ", list->out, sent));
  if (kPosix) {
    absl::StatusOr<std::string> one_string = ThroughTheShell(command);
    if (!one_string.ok()) return one_string.status();
    absl::StrAppend(&result, "\n",
                    Compare("as one string: ", *one_string, sent));
  }
  tell.Output(result);
  tell.Notice(
      "Windows has no lists: a program gets one string and takes it apart "
      "itself, so Run() makes the second line above for you. On POSIX the list "
      "reaches the program as it is; only a shell needs the first line.");
  return absl::OkStatus();
}

}  // namespace ch36
