// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/hand_ins.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/canvas_name.h"
#include "tools/grade/ingest/gradescope_metadata.h"
#include "tools/grade/ingest/names.h"
#include "tools/grade/read_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr char kMetadata[] = "submission_metadata.yml";

std::string WithoutArchiveEnding(const std::string& name) {
  const std::string lower = absl::AsciiStrToLower(name);
  for (const char* two : {".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst"}) {
    if (absl::EndsWith(lower, two)) {
      return name.substr(0, name.size() - std::string(two).size());
    }
  }
  return fs::path(name).stem().string();
}

// What is in the folder, in the order of the names.
absl::StatusOr<std::vector<fs::path>> Listed(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!IsClutter(name) && name[0] != '.' && name != kMetadata) {
      paths.push_back(entry.path());
    }
  }
  if (error) {
    return absl::NotFoundError(absl::StrCat("cannot read the submissions in ",
                                            folder.string(), ": ",
                                            error.message()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

using ByFolder = std::map<std::string, std::vector<Submitter>>;

// Nobody, where there is no such file.
absl::StatusOr<ByFolder> Submitters(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder / kMetadata, error)) return ByFolder();
  const absl::StatusOr<std::string> yaml = TryReadFile(folder / kMetadata);
  if (!yaml.ok()) return yaml.status();
  ByFolder submitters = ReadGradescopeMetadata(*yaml);
  for (const auto& [name, group] : submitters) {
    if (group.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(kMetadata, " does not tell who handed in ",
                       ShownName(name), ": write a name and a sid there"));
    }
  }
  return submitters;
}

std::string StudentOf(const fs::path& path) {
  const std::string name = path.filename().string();
  std::error_code error;
  if (fs::is_directory(path, error)) return name;
  if (IsArchiveName(name)) return WithoutArchiveEnding(name);
  return path.stem().string();
}

// A student's name becomes the name of a folder and of a target.
absl::Status CheckStudent(const HandIn& hand_in) {
  if (hand_in.student.empty() || CheckName(hand_in.student).has_value() ||
      absl::StrContains(hand_in.student, '/')) {
    return absl::InvalidArgumentError(
        absl::StrCat("no student can be called ", ShownName(hand_in.student),
                     " (", hand_in.paths.front().string(), ")"));
  }
  return absl::OkStatus();
}

// The hand-ins that there are so far, by student.
class Found {
 public:
  absl::Status Add(HandIn hand_in) {
    if (absl::Status fit = CheckStudent(hand_in); !fit.ok()) return fit;
    const auto [place, is_new] = by_student_.emplace(hand_in.student, hand_in);
    if (is_new) return absl::OkStatus();
    HandIn& first = place->second;
    // Of Canvas's files each is one of several.
    if (first.canvas_id.empty() || first.canvas_id != hand_in.canvas_id) {
      return absl::InvalidArgumentError(absl::StrCat(
          "two submissions are ", hand_in.student, "'s: ",
          first.paths.front().string(), " and ", hand_in.paths[0].string()));
    }
    first.paths.push_back(hand_in.paths[0]);
    first.late |= hand_in.late;
    return absl::OkStatus();
  }

  std::vector<HandIn> InOrder() && {
    std::vector<HandIn> hand_ins;
    for (auto& [student, hand_in] : by_student_) {
      hand_ins.push_back(std::move(hand_in));
    }
    return hand_ins;
  }

 private:
  std::map<std::string, HandIn> by_student_;
};

}  // namespace

absl::StatusOr<std::vector<HandIn>> FindHandIns(const fs::path& folder) {
  const absl::StatusOr<std::vector<fs::path>> paths = Listed(folder);
  if (!paths.ok()) return paths.status();
  if (paths->empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are no submissions in ", folder.string()));
  }
  const absl::StatusOr<ByFolder> submitters = Submitters(folder);
  if (!submitters.ok()) return submitters.status();
  Found found;
  for (const auto& [name, group] : *submitters) {
    for (const Submitter& person : group) {
      const absl::Status added = found.Add({.student = person.id,
                                            .name = person.name,
                                            .paths = {folder / name}});
      if (!added.ok()) return added;
    }
  }
  for (const fs::path& path : *paths) {
    const std::string name = path.filename().string();
    if (submitters->contains(name)) continue;
    absl::Status added;
    if (const auto canvas = ParseCanvasName(name)) {
      added = found.Add({.student = canvas->user,
                         .canvas_id = canvas->user,
                         .name = canvas->student,
                         .late = canvas->late,
                         .paths = {path}});
    } else {
      added = found.Add({.student = StudentOf(path), .paths = {path}});
    }
    if (!added.ok()) return added;
  }
  return std::move(found).InOrder();
}

}  // namespace grade
