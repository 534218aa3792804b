// SPDX-License-Identifier: Apache-2.0
//
// lab watch: tests an exercise again whenever one of its files is saved. ibazel
// does that best; where there is none, and on Windows, where it can't rebuild
// (bazel-watcher issue 463), this looks at the files itself.

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/test_record.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "tools/lab/chosen.h"
#include "tools/lab/command.h"
#include "tools/lab/programs.h"
#include "tools/lab/standing.h"
#include "tools/lab/system.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

constexpr absl::Duration kLookEvery = absl::Milliseconds(500);

// What Bazel ends with if it could not build the test.
constexpr int kDidNotBuild = 1;

// Runs a program in the workspace, on the student's terminal.
absl::StatusOr<process::ExitStatus> RunHere(
    const Context& context, const std::vector<std::string>& command) {
  context.out << "\n$ bazel test " << command.back() << std::endl;
  absl::StatusOr<process::CompletedProcess> result =
      process::Run(command, {.start = {.cwd = context.root.string(),
                                       .env = context.env,
                                       .in = process::Stdio::Inherit(),
                                       .out = process::Stdio::Inherit(),
                                       .err = process::Stdio::Inherit()}});
  if (!result.ok()) return result.status();
  return result->status;
}

exercise::FileHashes Look(const Workspace& workspace,
                          const Exercise& exercise) {
  return exercise::HashFiles(FolderOf(workspace, exercise),
                             exercise.info.files);
}

// False: the student wants no more.
bool WaitForSave(const Context& context, const Workspace& workspace,
                 const Exercise& exercise, const exercise::FileHashes& seen) {
  while (Look(workspace, exercise) == seen) {
    if (!context.pause(kLookEvery)) return false;
  }
  // An editor may write file after file.
  return context.pause(kLookEvery / 5);
}

absl::StatusOr<int> Poll(const Context& context, const Workspace& workspace,
                         const Exercise& exercise, const std::string& bazel) {
  while (true) {
    // Before the test: what is saved during it is tested next.
    const exercise::FileHashes seen = Look(workspace, exercise);
    absl::StatusOr<process::ExitStatus> end = RunHere(
        context, {bazel, "test", "--ui_event_filters=-warning",
                  "--show_result=0", "--test_summary=none", TestOf(exercise)});
    if (!end.ok()) return end.status();
    const bool built = !(end->exited() && end->exit_code() == kDidNotBuild);
    context.out << "\n"
                << exercise.info.id << ": "
                << (built ? Words(StandingOf(workspace, exercise))
                          : "does not build; the first error above counts")
                << "\nSave a file to test again; Ctrl-C ends it." << std::endl;
    if (!WaitForSave(context, workspace, exercise, seen)) return 0;
  }
}

}  // namespace

absl::StatusOr<int> Watch(const Context& context, const Request& request) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  absl::StatusOr<Exercise> exercise = Chosen(*workspace, request);
  if (!exercise.ok()) return exercise.status();
  const std::optional<std::string> ibazel = FindProgram(context, "ibazel");
  if (ibazel.has_value() && !request.has("poll") && !RunsOnWindows()) {
    context.out << "ibazel tests " << exercise->info.id
                << " whenever you save; Ctrl-C ends it." << std::endl;
    absl::StatusOr<process::ExitStatus> end =
        RunHere(context, {*ibazel, "test", TestOf(*exercise)});
    if (!end.ok()) return end.status();
    return 0;
  }
  const std::optional<std::string> bazel = FindBazel(context);
  if (!bazel.has_value()) {
    return absl::NotFoundError(
        absl::StrCat("there is neither bazel nor bazelisk in PATH; ",
                     CallOf("doctor"), " says more"));
  }
  return Poll(context, *workspace, *exercise, *bazel);
}

}  // namespace lab_command
