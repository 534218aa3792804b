// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/workspace.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/info.h"
#include "nlohmann/json.hpp"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

absl::Status Wrong(const fs::path& file, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(file.generic_string(), ": ", what));
}

// ---- exercise.json

absl::StatusOr<nlohmann::json> ReadJson(const fs::path& file) {
  absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  nlohmann::json json =
      nlohmann::json::parse(*text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Wrong(file, "is no JSON object");
  return json;
}

absl::StatusOr<Exercise> ReadExercise(const fs::path& file) {
  absl::StatusOr<nlohmann::json> json = ReadJson(file);
  if (!json.ok()) return json.status();
  absl::StatusOr<exercise::Info> info = exercise::InfoFromJson(json->dump());
  if (!info.ok()) return Wrong(file, info.status().message());
  Exercise exercise = {.info = *std::move(info)};
  try {
    exercise.needs = json->value("requires", std::vector<std::string>());
    exercise.explored = json->value("explored", false);
  } catch (const nlohmann::json::exception& error) {
    return Wrong(file, error.what());
  }
  return exercise;
}

// ---- Looking for exercises

// Folders in `folder`, whose names begin with `begin`.
std::vector<fs::path> Folders(const fs::path& folder, absl::string_view begin) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (absl::StartsWith(it->path().filename().string(), begin) &&
        it->is_directory(ignored)) {
      found.push_back(it->path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// "labs/ch38/exercises/1_lost_update"
std::vector<std::string> ExercisePackages(const fs::path& root) {
  std::vector<std::string> packages;
  for (const fs::path& chapter : Folders(root / "labs", "ch")) {
    for (const fs::path& exercise : Folders(chapter / "exercises", "")) {
      const std::string name = exercise.filename().string();
      if (name.find('_') == std::string::npos) continue;
      packages.push_back(absl::StrCat("labs/", chapter.filename().string(),
                                      "/exercises/", name));
    }
  }
  return packages;
}

// "ch38/10" comes after "ch38/9".
std::pair<std::string, int> SortKey(const Exercise& exercise) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(exercise.info.id, absl::MaxSplits('/', 1));
  int number = 0;
  if (!absl::SimpleAtoi(parts.second, &number)) number = 0;
  return {parts.first, number};
}

absl::Status AddExercise(const std::string& package, Workspace& workspace) {
  fs::path file = workspace.root / package / "exercise.json";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    file = workspace.root / "bazel-bin" / package / "exercise.json";
  }
  if (!fs::exists(file, ignored)) {
    workspace.unknown.push_back(package);
    return absl::OkStatus();
  }
  absl::StatusOr<Exercise> exercise = ReadExercise(file);
  if (!exercise.ok()) return exercise.status();
  workspace.exercises.push_back(*std::move(exercise));
  return absl::OkStatus();
}

absl::Status ReadVersion(Workspace& workspace) {
  const fs::path file = workspace.root / "VERSION";
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return absl::OkStatus();
  absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return text.status();
  workspace.handout = std::string(absl::StripAsciiWhitespace(*text));
  return workspace.handout.empty() ? Wrong(file, "is empty") : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Workspace> OpenWorkspace(const fs::path& root) {
  std::error_code ignored;
  if (!fs::exists(root / "WORKSPACE", ignored) &&
      !fs::exists(root / "MODULE.bazel", ignored)) {
    return absl::NotFoundError(absl::StrCat(
        "'", root.string(), "' is no workspace: there is no file WORKSPACE"));
  }
  Workspace workspace = {.root = root};
  absl::Status status = ReadVersion(workspace);
  for (const std::string& package : ExercisePackages(root)) {
    if (status.ok()) status = AddExercise(package, workspace);
  }
  if (!status.ok()) return status;
  std::sort(workspace.exercises.begin(), workspace.exercises.end(),
            [](const Exercise& a, const Exercise& b) {
              return SortKey(a) < SortKey(b);
            });
  return workspace;
}

absl::StatusOr<Exercise> FindExercise(const Workspace& workspace,
                                      absl::string_view name) {
  absl::Status status = HasExercises(workspace);
  if (!status.ok()) return status;
  absl::string_view place = name;
  absl::ConsumePrefix(&place, "//");
  place = place.substr(0, place.find(':'));
  while (absl::ConsumeSuffix(&place, "/")) {
  }
  for (const Exercise& exercise : workspace.exercises) {
    if (place == exercise.info.id || place == exercise.info.package ||
        absl::StrCat("ch", place) == exercise.info.id ||
        absl::EndsWith(exercise.info.package, absl::StrCat("/", place))) {
      return exercise;
    }
  }
  return absl::NotFoundError(absl::StrCat(
      "there is no exercise '", name, "'; there are: ",
      absl::StrJoin(workspace.exercises, " ",
                    [](std::string* out, const Exercise& exercise) {
                      *out += exercise.info.id;
                    })));
}

absl::Status HasExercises(const Workspace& workspace) {
  if (!workspace.exercises.empty()) return absl::OkStatus();
  if (workspace.unknown.empty()) {
    return absl::NotFoundError("there are no exercises in this folder");
  }
  return absl::NotFoundError(
      absl::StrCat("no exercise has its exercise.json yet; build it: bazel "
                   "build //",
                   workspace.unknown.front(), ":exercise.json"));
}

fs::path FolderOf(const Workspace& workspace, const Exercise& exercise) {
  const fs::path folder = workspace.root / exercise.info.package;
  return workspace.is_handout() ? folder : folder / "source";
}

fs::path StartersOf(const Workspace& workspace, const Exercise& exercise) {
  return workspace.root / "tools" / "lab" / "starters" / exercise.info.package;
}

std::string TestOf(const Exercise& exercise) {
  return absl::StrCat("//", exercise.info.package, ":test");
}

absl::StatusOr<std::string> ReadFile(const fs::path& file) {
  std::error_code ignored;
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  // An empty file brings no byte, which is no failure.
  if (!stream && !(fs::is_regular_file(file, ignored) &&
                   fs::file_size(file, ignored) == 0)) {
    return absl::NotFoundError(
        absl::StrCat("cannot read '", file.string(), "'"));
  }
  return text.str();
}

}  // namespace lab_command
