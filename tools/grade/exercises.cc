// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/exercises.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "tools/grade/bazel.h"
#include "tools/grade/options.h"
#include "tools/grade/read_file.h"
#include "tools/grade/repository.h"

namespace grade {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// The labels of what writes an exercise.json.
absl::StatusOr<std::vector<std::string>> FindLabels(
    const GraderOptions& options) {
  const absl::StatusOr<std::string> labels = RunBazel(
      options,
      {"bazel", OutputBaseFlag(options), "query", "--noshow_progress",
       absl::StrCat("attr(name, '^_json$', ", options.exercises, ")")});
  if (!labels.ok()) return labels.status();
  std::vector<std::string> found =
      absl::StrSplit(*labels, '\n', absl::SkipEmpty());
  if (!found.empty()) return found;
  return absl::NotFoundError(
      absl::StrCat("there are no exercises in ", options.exercises));
}

// Builds them; the folder in which each package has its own.
absl::StatusOr<fs::path> Build(const GraderOptions& options,
                               const std::vector<std::string>& labels) {
  std::vector<std::string> build = BazelCommand(options, "build");
  build.insert(build.end(), labels.begin(), labels.end());
  if (absl::Status built = RunBazel(options, build).status(); !built.ok()) {
    return built;
  }
  std::vector<std::string> info = BazelCommand(options, "info");
  info.push_back("bazel-bin");
  const absl::StatusOr<std::string> bin = RunBazel(options, info);
  if (!bin.ok()) return bin.status();
  return fs::path(absl::StripAsciiWhitespace(*bin));
}

}  // namespace

absl::StatusOr<std::vector<GradedExercise>> FindExercises(
    const GraderOptions& options) {
  const absl::StatusOr<std::vector<std::string>> labels = FindLabels(options);
  if (!labels.ok()) return labels.status();
  const absl::StatusOr<fs::path> bin = Build(options, *labels);
  if (!bin.ok()) return bin.status();
  std::vector<GradedExercise> exercises;
  for (const std::string& label : *labels) {
    const std::string package = label.substr(2, label.find(':') - 2);
    absl::StatusOr<GradedExercise> exercise =
        GradedExerciseFromJson(json::parse(
            ReadFile(*bin / package / "exercise.json"), nullptr, false));
    if (!exercise.ok()) return exercise.status();
    if (options.only.empty() || options.only == exercise->exercise.id) {
      exercises.push_back(*std::move(exercise));
    }
  }
  if (exercises.empty()) {
    return absl::NotFoundError(
        absl::StrCat("there is no exercise ", options.only));
  }
  std::sort(exercises.begin(), exercises.end(),
            [](const GradedExercise& a, const GradedExercise& b) {
              return a.exercise.id < b.exercise.id;
            });
  return exercises;
}

}  // namespace grade
