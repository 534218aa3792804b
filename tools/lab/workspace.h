// SPDX-License-Identifier: Apache-2.0
//
// The folder that a student works in, and the exercises in it.
//
//   absl::StatusOr<lab_command::Workspace> workspace =
//       lab_command::OpenWorkspace("/home/ada/concurrency_labs");
//   for (const Exercise& exercise : workspace->exercises) ...
//
// A handout (//tools/handout) has
//
//   VERSION                                   one line, which handout it is
//   labs/ch38/exercises/1_lost_update/        the student's files, and
//       exercise.json                         what lab_exercise() says of it
//   tools/lab/starters/labs/ch38/.../FILE     the files as they were handed out
//
// The authors' workspace has no VERSION; exercise.json is where Bazel
// builds it, in bazel-bin.
//
// Thread safety: values and pure functions, but for the files that are read.

#ifndef TOOLS_LAB_WORKSPACE_H_
#define TOOLS_LAB_WORKSPACE_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/info.h"

namespace lab_command {

struct Exercise {
  exercise::Info info = {};
  std::vector<std::string> needs = {};  // ids of exercises that come before
  bool explored = false;                // its checks run on Linux alone
};

struct Workspace {
  std::filesystem::path root = {};
  std::string handout = "";  // its version; empty: the authors' workspace
  // Those that have an exercise.json: by chapter, then by number.
  std::vector<Exercise> exercises = {};
  // The folders of those that have none.
  std::vector<std::string> unknown = {};

  bool is_handout() const { return !handout.empty(); }
};

//   NotFound         no such folder, or no Bazel workspace
//   InvalidArgument  a file is there that is not what it should be; the message
//                    names it
absl::StatusOr<Workspace> OpenWorkspace(const std::filesystem::path& root);

// By what a student may call it: "ch38/1", "38/1", its folder, or a target in
// it as "//labs/ch38/exercises/1_lost_update:test".
//
//   NotFound  the message lists those that there are
absl::StatusOr<Exercise> FindExercise(const Workspace& workspace,
                                      absl::string_view name);

//   NotFound  there is none; the message says what to do
absl::Status HasExercises(const Workspace& workspace);

// The folder of the student's files.
std::filesystem::path FolderOf(const Workspace& workspace,
                               const Exercise& exercise);
// The folder of those as they were handed out.
std::filesystem::path StartersOf(const Workspace& workspace,
                                 const Exercise& exercise);
// "//labs/ch38/exercises/1_lost_update:test"
std::string TestOf(const Exercise& exercise);

// All that is in the file.
//
//   NotFound  it can't be read
absl::StatusOr<std::string> ReadFile(const std::filesystem::path& file);

}  // namespace lab_command

#endif  // TOOLS_LAB_WORKSPACE_H_
