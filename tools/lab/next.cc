// SPDX-License-Identifier: Apache-2.0
//
// lab next: what to read, edit and run, and what the last test said.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/text.h"
#include "tools/lab/command.h"
#include "tools/lab/standing.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

// What stands beside a label, and below each other if it has several lines.
constexpr absl::string_view kIndent = "            ";

std::string Labelled(absl::string_view label, absl::string_view indented) {
  return absl::StrCat(absl::StrFormat("  %-10s", label),
                      indented.substr(kIndent.size()),
                      indented.ends_with('\n') ? "" : "\n");
}

// As it is: a command is copied, a trace has columns.
std::string Field(absl::string_view label, absl::string_view value) {
  if (value.empty()) return "";
  return Labelled(label, lab::Indent(Harmless(value), kIndent));
}

// Wrapped, unless that would hide some of its white space.
std::string Sentences(absl::string_view label, absl::string_view value) {
  if (!lab::WrapKeepsWords(value)) return Field(label, value);
  return Labelled(label,
                  lab::Wrap(Harmless(value), {.indent = std::string(kIndent)}));
}

std::string WhatToDo(const Exercise& exercise) {
  const exercise::Info& info = exercise.info;
  std::string text = Field("read", absl::StrCat(info.package, "/task.md"));
  absl::string_view label = "edit";
  for (const std::string& file : info.files) {
    text += Field(label, absl::StrCat(info.package, "/", file));
    label = "";
  }
  return absl::StrCat(
      text, Field("test", absl::StrCat("bazel test ", TestOf(exercise))),
      Field("or", CallOf(absl::StrCat("watch ", info.id))),
      Field("stuck?", CallOf(absl::StrCat("hint ", info.id))));
}

std::string WhatFailed(const exercise::CheckResult& check) {
  return absl::StrCat(
      "\nIts last test failed in ", check.name, ":\n\n",
      Sentences("means", Sentence(check.verdict)), Field("tried", check.tried),
      Sentences("expected", check.expected), Sentences("got", check.got),
      Field("look at", check.where), Field("again", check.replay));
}

// What stands in the way, beyond what is to be done in any case.
std::string Remark(const Exercise& exercise, const Standing& standing) {
  switch (standing.state) {
    case State::kMissingFile:
      return absl::StrCat("\n", standing.missing.front(),
                          " is missing. This brings it back:\n\n  ",
                          CallOf(absl::StrCat("reset ", exercise.info.id)),
                          "\n");
    case State::kChanged:
      return "\nYou have changed it since it was tested.\n";
    case State::kUnfinished:
      return "\nIts last test was stopped before it had a result.\n";
    case State::kOneCheck:
      return "\nThe check that you ran alone passes. Test all of them.\n";
    default:
      break;
  }
  if (!standing.result.has_value()) return "";
  const exercise::CheckResult* failure = FirstFailure(*standing.result);
  return failure == nullptr ? "" : WhatFailed(*failure);
}

}  // namespace

absl::StatusOr<int> NextExercise(const Context& context, const Request&) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  absl::Status status = HasExercises(*workspace);
  if (!status.ok()) return status;
  const std::vector<Standing> standings = AllStandings(*workspace);
  const std::optional<size_t> next = Next(*workspace, standings);
  if (!next.has_value()) {
    context.out << "Nothing is left to do. To hand it in:  " << CallOf("submit")
                << "\n";
    return 0;
  }
  const Exercise& exercise = workspace->exercises[*next];
  context.out << context.paint.Strong(
                     absl::StrCat(exercise.info.id, " ", exercise.info.title))
              << " (about " << exercise.info.minutes
              << " minutes): " << Words(standings[*next]) << "\n\n"
              << WhatToDo(exercise) << Remark(exercise, standings[*next]);
  return 0;
}

}  // namespace lab_command
