// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/lab/demo.h"
#include "common/process/run.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/filter.h"
#include "labs/ch36/steps/steps.h"

namespace ch36 {
namespace {

constexpr char kText[] =
    "a thread shares its memory\n"
    "a process has its own\n"
    "a pipe joins two of them\n";

}  // namespace

absl::Status FilterStep(lab::Narrator& tell, const ChildPrograms& children) {
  tell.Say(
      "Text goes into a child and comes out changed: a filter. This one passes "
      "on the lines that hold a word, and tells by its exit code whether there "
      "were any.");
  tell.Translate(
      "subprocess.run(['grep', 'process'], input=text,\n"
      "               capture_output=True, text=True)",
      "process::Run({find_lines, \"process\"}, {.io = {.input = text}})");

  const std::string find_lines = children.Path("find_lines");
  absl::StatusOr<std::vector<std::string>> found =
      LinesWith(find_lines, "process", kText);
  if (!found.ok()) return found.status();
  absl::StatusOr<process::CompletedProcess> none =
      process::Run({find_lines, "semaphore"}, {.io = {.input = kText}});
  if (!none.ok()) return none.status();

  tell.Output(absl::StrCat("process:   \"", absl::StrJoin(*found, "\", \""),
                           "\"\nsemaphore: ", none->out.size(), " bytes, ",
                           none->status.ToString()));
  tell.Notice(
      "No match is exit code 1, and that is an answer, not a failure: grep and "
      "findstr do the same. Which codes are answers, the program's manual "
      "says; "
      "check=True in Python would have made an exception of it.");
  return absl::OkStatus();
}

}  // namespace ch36
