// SPDX-License-Identifier: Apache-2.0
//
// lab reset: the files as they were handed out; the student's are kept.

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/lab/replace_file.h"
#include "tools/lab/command.h"
#include "tools/lab/workspace.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

absl::Status MustBeHandout(const Workspace& workspace) {
  if (workspace.is_handout()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "this is the authors' workspace, where an exercise's source holds "
      "starter "
      "and solution; reset is for the handout: bazel build //tools/handout");
}

// The texts of the starters, in the order of info.files.
absl::StatusOr<std::vector<std::string>> ReadStarters(
    const Workspace& workspace, const Exercise& exercise) {
  std::vector<std::string> texts;
  for (const std::string& file : exercise.info.files) {
    absl::StatusOr<std::string> text =
        ReadFile(StartersOf(workspace, exercise) / file);
    if (!text.ok()) {
      return absl::NotFoundError(
          absl::StrCat(text.status().message(),
                       ", the file as it was handed out; unpack the handout "
                       "again, elsewhere, and copy tools/lab from there"));
    }
    texts.push_back(*std::move(text));
  }
  return texts;
}

// A new folder for copies; two resets in one second get two.
absl::StatusOr<fs::path> MakeCopyFolder(const Workspace& workspace,
                                        const Exercise& exercise,
                                        absl::Time now) {
  const fs::path parent = workspace.root / ".lab" / "kept";
  const std::string name = absl::StrCat(
      absl::StrReplaceAll(exercise.info.id, {{"/", "_"}}), "_",
      absl::FormatTime("%Y-%m-%d_%H%M%S", now, absl::LocalTimeZone()));
  std::error_code error;
  fs::create_directories(parent, error);
  for (int i = 1; i < 100 && !error; ++i) {
    const fs::path folder =
        parent / (i == 1 ? name : absl::StrCat(name, "_", i));
    if (fs::create_directory(folder, error)) return folder;
  }
  return absl::UnavailableError(
      absl::StrCat("nothing was changed: no folder for a copy can be made in '",
                   parent.string(), "': ", error.message()));
}

// Copies what there is of the student's files, and makes sure that it arrived.
absl::Status Keep(const fs::path& from, const std::vector<std::string>& files,
                  const fs::path& to) {
  for (const std::string& file : files) {
    absl::StatusOr<std::string> text = ReadFile(from / file);
    if (!text.ok()) continue;
    std::error_code error;
    fs::copy_file(from / file, to / file, error);
    absl::StatusOr<std::string> copy = ReadFile(to / file);
    if (error || !copy.ok() || *copy != *text) {
      return absl::UnavailableError(
          absl::StrCat("nothing was changed: '", (from / file).string(),
                       "' can't be copied to '", to.string(), "'"));
    }
  }
  return absl::OkStatus();
}

bool IsAsHandedOut(const fs::path& folder,
                   const std::vector<std::string>& files,
                   const std::vector<std::string>& starters) {
  for (size_t i = 0; i < files.size(); ++i) {
    absl::StatusOr<std::string> text = ReadFile(folder / files[i]);
    if (!text.ok() || *text != starters[i]) return false;
  }
  return true;
}

// Where the student's files are now.
absl::StatusOr<fs::path> KeepAndReplace(const Workspace& workspace,
                                        const Exercise& exercise,
                                        const std::vector<std::string>& texts,
                                        absl::Time now) {
  const fs::path folder = FolderOf(workspace, exercise);
  const std::vector<std::string>& files = exercise.info.files;
  absl::StatusOr<fs::path> kept = MakeCopyFolder(workspace, exercise, now);
  if (!kept.ok()) return kept.status();
  absl::Status status = Keep(folder, files, *kept);
  for (size_t i = 0; i < files.size() && status.ok(); ++i) {
    status = lab::ReplaceFile(folder / files[i], texts[i]);
  }
  if (!status.ok()) return status;
  return kept;
}

}  // namespace

absl::StatusOr<int> Reset(const Context& context, const Request& request) {
  absl::StatusOr<Workspace> workspace = OpenWorkspace(context.root);
  if (!workspace.ok()) return workspace.status();
  absl::Status status = MustBeHandout(*workspace);
  if (!status.ok()) return status;
  absl::StatusOr<Exercise> exercise =
      FindExercise(*workspace, request.words[0]);
  if (!exercise.ok()) return exercise.status();
  absl::StatusOr<std::vector<std::string>> starters =
      ReadStarters(*workspace, *exercise);
  if (!starters.ok()) return starters.status();
  const exercise::Info& info = exercise->info;
  if (IsAsHandedOut(FolderOf(*workspace, *exercise), info.files, *starters)) {
    context.out << info.id << " is as it was handed out; nothing to do.\n";
    return 0;
  }
  absl::StatusOr<fs::path> kept =
      KeepAndReplace(*workspace, *exercise, *starters, context.now());
  if (!kept.ok()) return kept.status();
  context.out << info.id << " " << info.title
              << " is as it was handed out again.\nYour files are kept in\n  "
              << kept->lexically_relative(workspace->root).generic_string()
              << "\nCopy them from there to\n  " << info.package
              << "\nif you want them back.\n";
  return 0;
}

}  // namespace lab_command
