// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/submission.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/text.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestName = 400;
constexpr size_t kLargestFile = size_t{1} << 20;

// Left behind by file managers; never a student's.
bool IsClutter(absl::string_view name) {
  return name == "__MACOSX" || name == ".DS_Store" || name == "Thumbs.db" ||
         absl::StartsWith(name, "._");
}

// Text from a submission, fit for a message: no byte that a terminal obeys, and
// UTF-8 in any case.
std::string Shown(absl::string_view text) {
  constexpr size_t kShown = 120;
  std::string quoted =
      nlohmann::json(std::string(text.substr(0, kShown)))
          .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (text.size() > kShown) quoted += "...";
  return quoted;
}

bool IsUtf8(absl::string_view text) {
  try {
    nlohmann::json(std::string(text)).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

// ---- Finding ----------------------------------------------------------------

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream contents;
  contents << file.rdbuf();
  if (!file) {
    return absl::UnavailableError(absl::StrCat("cannot read ", path.string()));
  }
  return contents.str();
}

std::string WithoutArchiveEnding(const std::string& name) {
  const std::string lower = absl::AsciiStrToLower(name);
  for (const char* two : {".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst"}) {
    if (absl::EndsWith(lower, two)) {
      return name.substr(0, name.size() - std::string(two).size());
    }
  }
  return fs::path(name).stem().string();
}

bool IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// NAME[_LATE]_USER_SUBMISSION_FILE, as Canvas names the files of a bulk
// download. FILE may have underscores itself.
std::optional<HandIn> FromCanvasName(const std::string& name) {
  std::vector<std::string> parts = absl::StrSplit(name, '_');
  HandIn hand_in;
  size_t user = 1;
  if (parts.size() > 1 && parts[1] == "LATE") {
    hand_in.late = true;
    user = 2;
  }
  if (parts.size() < user + 3 || parts[0].empty() || !IsNumber(parts[user]) ||
      !IsNumber(parts[user + 1])) {
    return std::nullopt;
  }
  hand_in.name = parts[0];
  hand_in.student = hand_in.canvas_id = parts[user];
  return hand_in;
}

// Who handed in which of Gradescope's folders.
std::map<std::string, HandIn> ReadGradescopeMetadata(const std::string& yaml) {
  // A file of Gradescope's own making, always of this form:
  //   submission_1:
  //     :submitters:
  //     - :name: Jane Doe
  //       :sid: '123'
  //       :email: jane@example.org
  std::map<std::string, HandIn> people;
  std::string folder;
  for (absl::string_view line : absl::StrSplit(yaml, '\n')) {
    if (absl::StartsWith(line, "submission_")) {
      folder = std::string(
          absl::StripSuffix(absl::StripTrailingAsciiWhitespace(line), ":"));
      continue;
    }
    if (folder.empty()) continue;
    absl::string_view rest = absl::StripAsciiWhitespace(line);
    absl::ConsumePrefix(&rest, "- ");
    HandIn& person = people[folder];
    const auto value = [&] {
      std::string text(absl::StripAsciiWhitespace(rest));
      for (char quote : {'\'', '"'}) {
        if (text.size() >= 2 && text.front() == quote && text.back() == quote) {
          text = text.substr(1, text.size() - 2);
        }
      }
      return text;
    };
    if (absl::ConsumePrefix(&rest, ":name:") && person.name.empty()) {
      person.name = value();
    } else if (absl::ConsumePrefix(&rest, ":sid:") && person.student.empty()) {
      person.student = value();
    } else if (absl::ConsumePrefix(&rest, ":email:") &&
               person.student.empty()) {
      person.student = value();
    }
  }
  return people;
}

// A student's name becomes the name of a folder and of a target.
absl::Status CheckStudent(const HandIn& hand_in) {
  if (hand_in.student.empty() || CheckName(hand_in.student).has_value() ||
      absl::StrContains(hand_in.student, '/')) {
    return absl::InvalidArgumentError(
        absl::StrCat("no student can be called ", Shown(hand_in.student), " (",
                     hand_in.paths.front().string(), ")"));
  }
  return absl::OkStatus();
}

std::vector<fs::path> SortedEntries(const fs::path& folder,
                                    std::error_code& error) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!IsClutter(entry.path().filename().string())) {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// ---- Reading ----------------------------------------------------------------

// The entries of a folder, none of whose links is followed.
absl::Status ReadFolder(const fs::path& folder, const Bulk& bulk,
                        std::vector<Entry>& entries) {
  std::error_code error;
  fs::recursive_directory_iterator files(folder, error);
  int64_t total = 0;
  for (; !error && files != fs::recursive_directory_iterator();
       files.increment(error)) {
    Entry entry;
    entry.name = files->path().lexically_relative(folder).string();
    const fs::file_status status = files->symlink_status(error);
    if (error) break;
    if (fs::is_symlink(status)) {
      entry.kind = EntryKind::kLink;
    } else if (fs::is_directory(status)) {
      entry.kind = EntryKind::kFolder;
    } else if (!fs::is_regular_file(status)) {
      entry.kind = EntryKind::kOther;
    } else {
      const uintmax_t size = files->file_size(error);
      if (error) break;
      total += static_cast<int64_t>(size);
      if (total > bulk.unpacked_bytes || entries.size() >= bulk.entries) {
        return absl::InvalidArgumentError(absl::StrCat(
            "the folder holds more than ", bulk.unpacked_bytes >> 20,
            " MiB, or more than ", bulk.entries, " files"));
      }
      absl::StatusOr<std::string> contents = ReadFile(files->path());
      if (!contents.ok()) return contents.status();
      entry.contents = *std::move(contents);
    }
    entries.push_back(std::move(entry));
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot read ", folder.string(), ": ", error.message()));
  }
  return absl::OkStatus();
}

// A student's file as Canvas calls it, "STUDENT_1_2_counter-1.h", as the
// student did: the number tells it from the same file of an earlier attempt.
std::string FromCanvas(const std::string& name, bool late,
                       const Assignment& assignment) {
  const std::vector<std::string> words =
      absl::StrSplit(name, absl::MaxSplits('_', late ? 4 : 3));
  const fs::path own = words.back();
  const std::string stem = own.stem().string();
  const size_t dash = stem.rfind('-');
  if (dash == std::string::npos || !IsNumber(stem.substr(dash + 1))) {
    return own.string();
  }
  const std::string first =
      absl::StrCat(stem.substr(0, dash), own.extension().string());
  for (const Exercise& exercise : assignment) {
    if (absl::c_linear_search(exercise.files, first)) return first;
  }
  return own.string();
}

absl::Status ReadPath(const fs::path& path, const Assignment& assignment,
                      std::vector<Entry>& entries) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  const std::string name = path.filename().string();
  if (fs::is_directory(status)) return ReadFolder(path, Bulk(), entries);
  if (!fs::is_regular_file(status)) {
    entries.push_back({.name = name,
                       .kind = fs::is_symlink(status) ? EntryKind::kLink
                                                      : EntryKind::kOther});
    return absl::OkStatus();
  }
  if (IsArchiveName(name)) {
    absl::StatusOr<std::vector<Entry>> read = ReadArchive(path, Bulk());
    if (!read.ok()) return read.status();
    entries.insert(entries.end(), read->begin(), read->end());
    return absl::OkStatus();
  }
  if (fs::file_size(path, error) > kLargestFile) {
    return absl::InvalidArgumentError(
        absl::StrCat(Shown(name), " is larger than 1 MiB"));
  }
  absl::StatusOr<std::string> contents = ReadFile(path);
  if (!contents.ok()) return contents.status();
  Entry entry = {.name = name, .contents = *std::move(contents)};
  if (const auto canvas = FromCanvasName(name)) {
    entry.name = FromCanvas(name, canvas->late, assignment);
  }
  entries.push_back(std::move(entry));
  return absl::OkStatus();
}

// ---- Sorting ----------------------------------------------------------------

std::string Plain(absl::string_view name) {
  std::string plain = absl::StrReplaceAll(name, {{"\\", "/"}});
  absl::string_view view = plain;
  while (absl::ConsumePrefix(&view, "./")) {
  }
  return std::string(absl::StripSuffix(view, "/"));
}

bool IsClutterPath(absl::string_view name) {
  for (absl::string_view part : absl::StrSplit(name, '/')) {
    if (IsClutter(part)) return true;
  }
  return false;
}

// Why an entry, wherever it is, makes the submission unfit; nothing if not.
std::optional<std::string> Reject(const Entry& entry) {
  if (const auto reason = CheckName(Plain(entry.name))) {
    return absl::StrCat("the name ", Shown(entry.name), " ", *reason);
  }
  switch (entry.kind) {
    case EntryKind::kLink:
      return absl::StrCat(Shown(entry.name),
                          " is a link; hand in the file itself");
    case EntryKind::kOther:
      return absl::StrCat(Shown(entry.name), " is neither a file nor a folder");
    case EntryKind::kFolder:
      return std::nullopt;
    case EntryKind::kFile:
      break;
  }
  if (IsBinary(entry.contents)) {
    return absl::StrCat(Shown(entry.name),
                        " is a program or an object file; hand in sources");
  }
  return std::nullopt;
}

// How many of the last parts of the two paths are the same.
size_t CommonEnd(absl::string_view a, absl::string_view b) {
  const std::vector<absl::string_view> left = absl::StrSplit(a, '/');
  const std::vector<absl::string_view> right = absl::StrSplit(b, '/');
  size_t same = 0;
  while (same < left.size() && same < right.size() &&
         left[left.size() - 1 - same] == right[right.size() - 1 - same]) {
    ++same;
  }
  return same;
}

// Several exercises may have a file of this name.
bool IsUnique(const std::string& file, const Assignment& assignment) {
  int count = 0;
  for (const Exercise& exercise : assignment) {
    count += static_cast<int>(
        std::count(exercise.files.begin(), exercise.files.end(), file));
  }
  return count == 1;
}

struct Match {
  const Entry* entry = nullptr;
  bool ambiguous = false;
};

// The entry that is meant by `file` of `exercise`: the one whose path has most
// in common with where the file belongs.
Match Find(const std::vector<Entry>& entries, const Exercise& exercise,
           const std::string& file, const Assignment& assignment) {
  const std::string wanted = absl::StrCat(exercise.package, "/", file);
  const size_t own_parts = CommonEnd(file, file);
  const size_t least = IsUnique(file, assignment) ? own_parts : own_parts + 1;
  Match best;
  size_t most = 0;
  for (const Entry& entry : entries) {
    const std::string name = Plain(entry.name);
    if (entry.kind != EntryKind::kFile || IsClutterPath(name)) continue;
    const size_t same = CommonEnd(name, wanted);
    if (same < least || same < most) continue;
    if (same > most) {
      best.ambiguous = false;
    } else if (best.entry->contents != entry.contents) {
      best.ambiguous = true;
    }
    best.entry = &entry;
    most = same;
  }
  return best;
}

size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// What is missing, and the file that may have been meant.
std::string Missing(const std::vector<Entry>& entries, const Exercise& exercise,
                    const std::string& file) {
  std::string text = absl::StrCat(exercise.package, "/", file);
  const std::string lower = absl::AsciiStrToLower(file);
  constexpr size_t kFar = 5;
  size_t nearest = kFar;
  std::string meant;
  for (const Entry& entry : entries) {
    const std::string name = Plain(entry.name);
    if (entry.kind != EntryKind::kFile || IsClutterPath(name)) continue;
    const std::string base = fs::path(name).filename().string();
    const size_t distance =
        EditDistance(absl::AsciiStrToLower(base.substr(0, 64)), lower);
    if (distance < nearest && base != file) {
      nearest = distance;
      meant = name;
    }
  }
  if (!meant.empty()) {
    absl::StrAppend(&text, " (there is ", Shown(meant), ": was that meant?)");
  }
  return text;
}

void TakeFile(const Entry& entry, const std::string& file, Answer& answer) {
  if (entry.contents.size() > kLargestFile) {
    answer.missing.push_back(absl::StrCat(file, " (it is larger than 1 MiB)"));
    return;
  }
  absl::StatusOr<std::string> text = PlainText(entry.contents);
  if (!text.ok()) {
    answer.missing.push_back(
        absl::StrCat(file, " (", text.status().message(), ")"));
    return;
  }
  if (absl::StripAsciiWhitespace(*text).empty()) {
    answer.missing.push_back(absl::StrCat(file, " (it is empty)"));
    return;
  }
  answer.files[file] = *std::move(text);
}

}  // namespace

std::optional<std::string> CheckName(absl::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kLongestName) return "is too long";
  if (!IsUtf8(name)) return "is no UTF-8";
  if (name[0] == '/') return "is absolute";
  if (absl::StrContains(name, ':')) return "has a colon, as drives have";
  for (char c : name) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      return "has a control character";
    }
  }
  for (absl::string_view part : absl::StrSplit(name, '/')) {
    if (part == "..") return "leads out of the submission";
  }
  return std::nullopt;
}

absl::StatusOr<std::vector<HandIn>> FindHandIns(const fs::path& folder) {
  std::error_code error;
  const std::vector<fs::path> paths = SortedEntries(folder, error);
  if (error) {
    return absl::NotFoundError(absl::StrCat("cannot read the submissions in ",
                                            folder.string(), ": ",
                                            error.message()));
  }
  std::map<std::string, HandIn> gradescope;
  if (fs::exists(folder / "submission_metadata.yml")) {
    absl::StatusOr<std::string> yaml =
        ReadFile(folder / "submission_metadata.yml");
    if (!yaml.ok()) return yaml.status();
    gradescope = ReadGradescopeMetadata(*yaml);
  }
  std::map<std::string, HandIn> by_student;
  for (const fs::path& path : paths) {
    const std::string name = path.filename().string();
    if (name == "submission_metadata.yml" || name[0] == '.') continue;
    HandIn hand_in;
    bool of_canvas = false;
    if (const auto found = gradescope.find(name); found != gradescope.end()) {
      hand_in = found->second;
    } else if (const auto canvas = FromCanvasName(name)) {
      hand_in = *canvas;
      of_canvas = true;
    } else if (fs::is_directory(path)) {
      hand_in.student = name;
    } else if (IsArchiveName(name)) {
      hand_in.student = WithoutArchiveEnding(name);
    } else {
      hand_in.student = fs::path(name).stem().string();
    }
    hand_in.paths = {path};
    if (absl::Status fit = CheckStudent(hand_in); !fit.ok()) return fit;
    const auto [place, is_new] = by_student.emplace(hand_in.student, hand_in);
    if (is_new) continue;
    if (!of_canvas) {
      return absl::InvalidArgumentError(absl::StrCat(
          "two submissions are ", hand_in.student, "'s: ",
          place->second.paths.front().string(), " and ", path.string()));
    }
    place->second.paths.push_back(path);
    place->second.late |= hand_in.late;
  }
  if (by_student.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are no submissions in ", folder.string()));
  }
  std::vector<HandIn> hand_ins;
  for (auto& [student, hand_in] : by_student) {
    hand_ins.push_back(std::move(hand_in));
  }
  return hand_ins;
}

Submission Sort(const std::vector<Entry>& entries,
                const Assignment& assignment) {
  Submission submission;
  for (const Entry& entry : entries) {
    if (auto reason = Reject(entry)) {
      submission.rejected = std::move(reason);
      return submission;
    }
  }
  std::set<const Entry*> used;
  for (const Exercise& exercise : assignment) {
    Answer& answer = submission.answers[exercise.id];
    for (const std::string& file : exercise.files) {
      const Match match = Find(entries, exercise, file, assignment);
      if (match.ambiguous) {
        submission.rejected =
            absl::StrCat("several files could be ", exercise.package, "/", file,
                         ", and they differ");
        return submission;
      }
      if (match.entry == nullptr) {
        answer.missing.push_back(Missing(entries, exercise, file));
        continue;
      }
      used.insert(match.entry);
      TakeFile(*match.entry, file, answer);
    }
  }
  size_t unused = 0;
  for (const Entry& entry : entries) {
    unused += entry.kind == EntryKind::kFile && !used.contains(&entry) &&
              !IsClutterPath(Plain(entry.name));
  }
  if (unused > 0) {
    submission.notes.push_back(
        absl::StrCat(unused,
                     " files that the assignment does not ask for were "
                     "left out"));
  }
  return submission;
}

absl::StatusOr<Submission> Collect(const HandIn& hand_in,
                                   const Assignment& assignment) {
  std::vector<Entry> entries;
  Submission submission;
  for (const fs::path& path : hand_in.paths) {
    const absl::Status read = ReadPath(path, assignment, entries);
    if (absl::IsInvalidArgument(read)) {
      submission.rejected = std::string(read.message());
    } else if (!read.ok()) {
      return read;
    }
  }
  if (!submission.rejected.has_value()) submission = Sort(entries, assignment);
  submission.hand_in = hand_in;
  return submission;
}

}  // namespace grade
