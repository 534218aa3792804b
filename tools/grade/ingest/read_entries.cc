// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/read_entries.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/temp_directory.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/canvas_name.h"
#include "tools/grade/ingest/hand_ins.h"
#include "tools/grade/ingest/names.h"
#include "tools/grade/ingest/text.h"
#include "tools/grade/read_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kLargestFile = uintmax_t{1} << 20;
// Each is opened in a jail of its own, which takes time.
constexpr size_t kMostWithin = 4;

// How much more there may be beside these.
Bulk Left(const std::vector<Entry>& entries) {
  Bulk left;
  for (const Entry& entry : entries) {
    left.unpacked_bytes -= static_cast<int64_t>(entry.contents.size());
  }
  left.unpacked_bytes = std::max<int64_t>(left.unpacked_bytes, 0);
  left.entries -= std::min(left.entries, entries.size());
  return left;
}

absl::Status TooMuch() {
  const Bulk all;
  return absl::InvalidArgumentError(
      absl::StrCat("the submission holds more than ", all.unpacked_bytes >> 20,
                   " MiB, or more than ", all.entries, " files"));
}

// ---- Folders

// The entry but for its contents.
EntryKind KindOf(const fs::file_status& status) {
  if (fs::is_symlink(status)) return EntryKind::kLink;
  if (fs::is_directory(status)) return EntryKind::kFolder;
  if (fs::is_regular_file(status)) return EntryKind::kFile;
  return EntryKind::kOther;
}

// In the order of their names, whatever that of the file system is.
absl::StatusOr<std::vector<fs::path>> PathsBelow(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  fs::recursive_directory_iterator files(folder, error);
  for (; !error && files != fs::recursive_directory_iterator();
       files.increment(error)) {
    paths.push_back(files->path());
    if (paths.size() > Bulk().entries) return TooMuch();
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot read ", folder.string(), ": ", error.message()));
  }
  absl::c_sort(paths);
  return paths;
}

absl::Status ReadFolder(const fs::path& folder, std::vector<Entry>& entries) {
  const absl::StatusOr<std::vector<fs::path>> paths = PathsBelow(folder);
  if (!paths.ok()) return paths.status();
  int64_t left = Left(entries).unpacked_bytes;
  for (const fs::path& path : *paths) {
    std::error_code error;
    Entry entry = {.name = path.lexically_relative(folder).string(),
                   .kind = KindOf(fs::symlink_status(path, error))};
    if (entry.kind == EntryKind::kFile) {
      left -= static_cast<int64_t>(fs::file_size(path, error));
      if (!error && left < 0) return TooMuch();
      absl::StatusOr<std::string> contents = TryReadFile(path);
      if (!contents.ok()) return contents.status();
      entry.contents = *std::move(contents);
    }
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("cannot read ", path.string(), ": ", error.message()));
    }
    entries.push_back(std::move(entry));
  }
  return absl::OkStatus();
}

// ---- Files

std::string StudentsName(const std::string& name,
                         const Assignment& assignment) {
  const std::optional<CanvasName> canvas = ParseCanvasName(name);
  if (!canvas.has_value()) return name;
  const std::optional<std::string> first = WithoutAttempt(canvas->file);
  for (const Exercise& exercise : assignment) {
    if (first.has_value() && absl::c_linear_search(exercise.files, *first)) {
      return *first;
    }
  }
  return canvas->file;
}

absl::Status ReadOneFile(const fs::path& path, const Assignment& assignment,
                         std::vector<Entry>& entries) {
  const std::string name = path.filename().string();
  std::error_code error;
  if (fs::file_size(path, error) > kLargestFile) {
    return absl::InvalidArgumentError(
        absl::StrCat(ShownName(name), " is larger than 1 MiB"));
  }
  absl::StatusOr<std::string> contents = TryReadFile(path);
  if (!contents.ok()) return contents.status();
  entries.push_back({.name = StudentsName(name, assignment),
                     .contents = *std::move(contents)});
  return absl::OkStatus();
}

absl::Status ReadPath(const fs::path& path, const Assignment& assignment,
                      std::vector<Entry>& entries) {
  std::error_code error;
  const EntryKind kind = KindOf(fs::symlink_status(path, error));
  const std::string name = path.filename().string();
  if (kind == EntryKind::kFolder) return ReadFolder(path, entries);
  if (kind != EntryKind::kFile) {
    entries.push_back({.name = name, .kind = kind});
    return absl::OkStatus();
  }
  if (!IsArchiveName(name)) return ReadOneFile(path, assignment, entries);
  absl::StatusOr<std::vector<Entry>> read = ReadArchive(path, Left(entries));
  if (!read.ok()) return read.status();
  absl::c_move(*read, std::back_inserter(entries));
  return absl::OkStatus();
}

// ---- Archives within

absl::StatusOr<std::vector<Entry>> Unpack(const Entry& archive,
                                          const Bulk& bulk) {
  const absl::StatusOr<lab::TempDirectory> folder =
      lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  const fs::path file = folder->path() / "archive";
  std::ofstream stream(file, std::ios::binary);
  stream << archive.contents;
  stream.close();
  if (!stream) {
    return absl::UnavailableError(absl::StrCat("cannot write ", file.string()));
  }
  return ReadArchive(file, bulk);
}

bool IsArchive(const Entry& entry) {
  return entry.kind == EntryKind::kFile && IsArchiveName(entry.name) &&
         !IsClutterPath(PlainName(entry.name));
}

// Puts what is in each archive into its place. One that cannot be opened stays
// as it is: all that was asked for may be beside it.
absl::Status OpenArchivesWithin(Contents& contents) {
  std::vector<Entry> archives;
  std::vector<Entry>& entries = contents.entries;
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(archives),
               IsArchive);
  std::erase_if(entries, IsArchive);
  if (archives.size() > kMostWithin) {
    return absl::InvalidArgumentError(
        absl::StrCat("it holds ", archives.size(), " archives, and ",
                     kMostWithin, " are the most; hand in the files"));
  }
  for (Entry& archive : archives) {
    // Its place would hide what is wrong with its name.
    if (auto reason = Reject(archive)) {
      return absl::InvalidArgumentError(*reason);
    }
    absl::StatusOr<std::vector<Entry>> read = Unpack(archive, Left(entries));
    if (absl::IsInvalidArgument(read.status())) {
      contents.notes.push_back(
          absl::StrCat(ShownName(archive.name),
                       " was not opened: ", read.status().message()));
      entries.push_back(std::move(archive));
      continue;
    }
    if (!read.ok()) return read.status();
    for (Entry& entry : *read) {
      if (auto reason = Reject(entry)) {
        return absl::InvalidArgumentError(
            absl::StrCat("in ", ShownName(archive.name), ": ", *reason));
      }
      entry.name = absl::StrCat(archive.name, "/", PlainName(entry.name));
      entries.push_back(std::move(entry));
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<std::string> Reject(const Entry& entry) {
  if (const auto reason = CheckName(PlainName(entry.name))) {
    return absl::StrCat("the name ", ShownName(entry.name), " ", *reason);
  }
  switch (entry.kind) {
    case EntryKind::kLink:
      return absl::StrCat(ShownName(entry.name),
                          " is a link; hand in the file itself");
    case EntryKind::kOther:
      return absl::StrCat(ShownName(entry.name),
                          " is neither a file nor a folder");
    case EntryKind::kFolder:
      return std::nullopt;
    case EntryKind::kFile:
      break;
  }
  if (IsBinary(entry.contents)) {
    return absl::StrCat(ShownName(entry.name),
                        " is a program or an object file; hand in sources");
  }
  return std::nullopt;
}

absl::StatusOr<Contents> ReadEntries(const HandIn& hand_in,
                                     const Assignment& assignment) {
  Contents contents;
  for (const fs::path& path : hand_in.paths) {
    const absl::Status read = ReadPath(path, assignment, contents.entries);
    if (!read.ok()) return read;
  }
  const absl::Status opened = OpenArchivesWithin(contents);
  if (!opened.ok()) return opened;
  return contents;
}

}  // namespace grade
