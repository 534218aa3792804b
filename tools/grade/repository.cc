// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/repository.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/internal/sha256.h"
#include "nlohmann/json.hpp"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Seen from another workspace.
std::string FromOutside(const std::string& label) {
  return absl::StartsWith(label, "//")
             ? absl::StrCat("@concurrency_labs", label)
             : label;
}

// Text as Starlark has it, which is as JSON has it but for what no label needs.
std::string Quoted(const std::string& text) { return json(text).dump(); }

std::string List(const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    absl::StrAppend(&list, Quoted(text), ", ");
  }
  return list + "]";
}

std::string Dictionary(const std::map<std::string, std::string>& pairs) {
  std::string text = "{";
  for (const auto& [key, value] : pairs) {
    absl::StrAppend(&text, Quoted(key), ": ", Quoted(value), ", ");
  }
  return text + "}";
}

Limits DefaultLimits(bool explored, bool race) {
  Limits limits;
  // A machine that grades is busy: by the clock things take long.
  limits.wall = absl::Seconds(60);
  limits.cpu = absl::Seconds(5);
  if (explored || race) {
    // Many schedules, or ThreadSanitizer, which is slow; and fibers or shadow
    // memory, which reserve more than they use.
    limits.cpu = absl::Seconds(20);
    limits.memory = int64_t{2} << 30;
    limits.address_space = false;
  }
  return limits;
}

absl::Status WriteIfNew(const fs::path& path, const std::string& contents) {
  std::ifstream old(path, std::ios::binary);
  if (old && std::string(std::istreambuf_iterator<char>(old), {}) == contents) {
    return absl::OkStatus();
  }
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << contents;
  file.close();
  if (!file) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path.string()));
  }
  return absl::OkStatus();
}

// What is below `folder` and not among `wanted`.
absl::Status RemoveOthers(const fs::path& folder,
                          const std::set<fs::path>& wanted) {
  std::error_code error;
  std::vector<fs::path> others;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_directory() && !wanted.contains(entry.path())) {
      others.push_back(entry.path());
    }
  }
  for (const fs::path& path : others) {
    fs::remove(path, error);
    for (fs::path up = path.parent_path(); up != folder && fs::is_empty(up);
         up = up.parent_path()) {
      fs::remove(up, error);
    }
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot tidy ", folder.string(), ": ", error.message()));
  }
  return absl::OkStatus();
}

std::vector<std::string> StringsIn(const json& value, const char* name) {
  return value.value(name, json::array()).get<std::vector<std::string>>();
}

}  // namespace

absl::StatusOr<GradedExercise> GradedExerciseFromJson(const json& value) {
  try {
    GradedExercise graded;
    Exercise& exercise = graded.exercise;
    value.at("id").get_to(exercise.id);
    value.at("title").get_to(exercise.title);
    value.at("package").get_to(exercise.package);
    value.at("points").get_to(exercise.points);
    value.at("files").get_to(exercise.files);
    graded.deps = StringsIn(value, "deps");
    graded.runner_deps = StringsIn(value, "runner_deps");
    graded.requires_ids = StringsIn(value, "requires");
    graded.runner = value.value(
        "runner", absl::StrCat("//", exercise.package, ":runner.cc"));
    graded.explored = value.value("explored", false);
    graded.race = value.value("race", false);
    graded.programs = value.value("programs", json::object())
                          .get<std::map<std::string, std::string>>();
    json limits = ToJson(DefaultLimits(graded.explored, graded.race));
    limits.update(value.value("limits", json::object()));
    absl::StatusOr<Limits> read = LimitsFromJson(limits);
    if (!read.ok()) return read.status();
    graded.limits = *read;
    return graded;
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an exercise.json: ", error.what()));
  }
}

std::string SafeName(absl::string_view name) {
  // With what Bazel adds, a file's name has 255 bytes at most.
  constexpr size_t kLongest = 120;
  std::string safe;
  for (char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-') {
      safe.push_back(c);
    } else {
      absl::StrAppendFormat(&safe, "_%02x", byte);
    }
  }
  if (safe.size() <= kLongest) return safe;
  // "__" is in no short one.
  return absl::StrCat(safe.substr(0, kLongest / 2), "__",
                      absl::BytesToHexString(lab::Sha256(name)));
}

uint64_t SeedOf(absl::string_view salt, absl::string_view exercise,
                const Answer& answer) {
  const absl::string_view nul("\0", 1);
  const std::string sum =
      lab::Sha256(absl::StrCat(salt, nul, exercise, nul, ContentHash(answer)));
  uint64_t seed = 0;
  for (size_t i = 0; i < sizeof(seed); ++i) {
    seed = seed << 8 | static_cast<unsigned char>(sum[i]);
  }
  return seed;
}

std::string BuildText(const GradedExercise& graded, absl::string_view compiler,
                      uint64_t seed) {
  std::vector<std::string> srcs, deps, runner_deps;
  for (const std::string& file : graded.exercise.files) {
    srcs.push_back(absl::StrCat("files/", file));
  }
  for (const std::string& dep : graded.deps) deps.push_back(FromOutside(dep));
  for (const std::string& dep : graded.runner_deps) {
    runner_deps.push_back(FromOutside(dep));
  }
  std::map<std::string, std::string> programs;
  for (const auto& [name, label] : graded.programs) {
    programs[name] = FromOutside(label);
  }
  return absl::StrCat(
      "# Written by //tools:grade.\n\n"
      "load(\"@concurrency_labs//tools/grade:grade.bzl\", "
      "\"graded_submission\")\n\n"
      "graded_submission(\n    name = \"grade\",\n    exercise = ",
      Quoted(graded.exercise.id), ",\n    points = ", graded.exercise.points,
      ",\n    srcs = ", List(srcs),
      ",\n    folder = \"files\",\n    package = ",
      Quoted(graded.exercise.package), ",\n    deps = ", List(deps),
      ",\n    runner_deps = ", List(runner_deps),
      ",\n    runner = ", Quoted(FromOutside(graded.runner)),
      ",\n    explored = ", graded.explored ? "True" : "False",
      ",\n    race = ", graded.race ? "True" : "False",
      ",\n    compiler = ", Quoted(std::string(compiler)),
      ",\n    programs = ", Dictionary(programs),
      ",\n    limits = ", Quoted(ToJson(graded.limits).dump()),
      ",\n    seed = ", Quoted(absl::StrCat(seed)), ",\n)\n");
}

absl::StatusOr<std::vector<Target>> WriteRepository(
    const fs::path& folder, const std::vector<GradedExercise>& exercises,
    const std::vector<Submission>& submissions,
    const RepositoryOptions& options) {
  std::vector<Target> targets;
  std::set<fs::path> wanted;
  const auto write = [&](const fs::path& path, const std::string& contents) {
    wanted.insert(path);
    return WriteIfNew(path, contents);
  };
  std::error_code error;
  fs::create_directories(folder, error);
  absl::Status status =
      write(folder / "WORKSPACE", "workspace(name = \"submissions\")\n");
  for (size_t s = 0; s < submissions.size() && status.ok(); ++s) {
    for (size_t e = 0; e < exercises.size() && status.ok(); ++e) {
      const Exercise& exercise = exercises[e].exercise;
      const auto answer = submissions[s].answers.find(exercise.id);
      if (submissions[s].rejected.has_value() ||
          answer == submissions[s].answers.end() ||
          !answer->second.missing.empty()) {
        continue;
      }
      const std::string package = absl::StrCat(
          SafeName(submissions[s].hand_in.student), "/", SafeName(exercise.id));
      const uint64_t seed = SeedOf(options.salt, exercise.id, answer->second);
      status.Update(write(folder / package / "BUILD",
                          BuildText(exercises[e], options.compiler, seed)));
      for (const auto& [name, text] : answer->second.files) {
        status.Update(write(folder / package / "files" / name, text));
      }
      targets.push_back(
          {s, e, absl::StrCat("@submissions//", package, ":grade"), seed});
    }
  }
  status.Update(RemoveOthers(folder, wanted));
  if (!status.ok()) return status;
  return targets;
}

}  // namespace grade
