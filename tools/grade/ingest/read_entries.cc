// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/read_entries.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
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
#include "absl/strings/string_view.h"
#include "common/lab/replace_file.h"
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

// Each is opened in a jail of its own, which takes time.
constexpr size_t kMostWithin = 4;

// How much more there may be beside these.
Bulk RoomBeside(const std::vector<Entry>& entries) {
  Bulk room;
  for (const Entry& entry : entries) {
    room.unpacked_bytes -= static_cast<int64_t>(entry.contents.size());
  }
  room.unpacked_bytes = std::max<int64_t>(room.unpacked_bytes, 0);
  room.entries -= std::min(room.entries, entries.size());
  return room;
}

absl::Status CannotRead(const fs::path& path, const std::error_code& error) {
  return absl::UnavailableError(
      absl::StrCat("cannot read ", path.string(), ": ", error.message()));
}

// ---- Folders and files

EntryKind KindOf(const fs::file_status& status) {
  if (fs::is_symlink(status)) return EntryKind::kLink;
  if (fs::is_directory(status)) return EntryKind::kFolder;
  if (fs::is_regular_file(status)) return EntryKind::kFile;
  return EntryKind::kOther;
}

// The file, or whatever it is, as an entry of this name. `room`: how many bytes
// it may have, of which its own are taken.
absl::StatusOr<Entry> ReadEntry(const fs::path& path, std::string name,
                                int64_t& room) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (error) return CannotRead(path, error);
  Entry entry = {.name = std::move(name), .kind = KindOf(status)};
  if (entry.kind != EntryKind::kFile) return entry;
  const uintmax_t size = fs::file_size(path, error);
  if (error) return CannotRead(path, error);
  if (size > static_cast<uintmax_t>(room)) return HoldsTooMuch();
  room -= static_cast<int64_t>(size);
  absl::StatusOr<std::string> contents = TryReadFile(path);
  if (!contents.ok()) return contents.status();
  entry.contents = *std::move(contents);
  return entry;
}

// In the order of their names, whatever that of the file system is.
absl::StatusOr<std::vector<fs::path>> PathsBelow(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  fs::recursive_directory_iterator files(folder, error);
  for (; !error && files != fs::recursive_directory_iterator();
       files.increment(error)) {
    paths.push_back(files->path());
    if (paths.size() > Bulk().entries) return HoldsTooMuch();
  }
  if (error) return CannotRead(folder, error);
  absl::c_sort(paths);
  return paths;
}

absl::Status ReadFolder(const fs::path& folder, std::vector<Entry>& entries) {
  const absl::StatusOr<std::vector<fs::path>> paths = PathsBelow(folder);
  if (!paths.ok()) return paths.status();
  int64_t room = RoomBeside(entries).unpacked_bytes;
  for (const fs::path& path : *paths) {
    absl::StatusOr<Entry> entry =
        ReadEntry(path, path.lexically_relative(folder).string(), room);
    if (!entry.ok()) return entry.status();
    entries.push_back(*std::move(entry));
  }
  return absl::OkStatus();
}

std::string StudentsName(const std::string& name,
                         const Assignment& assignment) {
  const std::optional<CanvasName> canvas = ParseCanvasName(name);
  if (!canvas.has_value()) return name;
  const std::optional<std::string> first = WithoutAttempt(canvas->file);
  if (!first.has_value()) return canvas->file;
  for (const Exercise& exercise : assignment) {
    if (absl::c_linear_search(exercise.files, *first)) return *first;
  }
  return canvas->file;
}

absl::Status ReadPath(const fs::path& path, const Assignment& assignment,
                      Contents& contents) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  const std::string name = path.filename().string();
  if (status.type() == fs::file_type::not_found) {
    contents.notes.push_back(
        absl::StrCat("there is no ", ShownName(name), " in the export"));
    return absl::OkStatus();
  }
  if (fs::is_directory(status)) return ReadFolder(path, contents.entries);
  const Bulk room = RoomBeside(contents.entries);
  if (fs::is_regular_file(status) && IsArchiveName(name)) {
    absl::StatusOr<std::vector<Entry>> read = ReadArchive(path, room);
    if (!read.ok()) return read.status();
    absl::c_move(*read, std::back_inserter(contents.entries));
    return absl::OkStatus();
  }
  int64_t bytes = room.unpacked_bytes;
  absl::StatusOr<Entry> entry =
      ReadEntry(path, StudentsName(name, assignment), bytes);
  if (!entry.ok()) return entry.status();
  contents.entries.push_back(*std::move(entry));
  return absl::OkStatus();
}

// ---- Archives within

absl::StatusOr<std::vector<Entry>> Unpack(const Entry& archive,
                                          const Bulk& room) {
  const absl::StatusOr<lab::TempDirectory> folder =
      lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  const fs::path file = folder->path() / "archive";
  const absl::Status written = lab::ReplaceFile(file, archive.contents);
  if (!written.ok()) return written;
  absl::StatusOr<std::vector<Entry>> entries = ReadArchive(file, room);
  if (!entries.ok()) return entries;
  for (Entry& entry : *entries) {
    // The archive's name before it would hide what is wrong with its own.
    if (auto reason = Reject(entry)) return absl::InvalidArgumentError(*reason);
    entry.name = absl::StrCat(archive.name, "/", PlainName(entry.name));
  }
  return entries;
}

bool IsArchive(const Entry& entry) {
  return entry.kind == EntryKind::kFile && IsArchiveName(entry.name) &&
         !IsClutterPath(PlainName(entry.name));
}

// It stays as it is: all that was asked for may be beside it.
void LeaveClosed(const Entry& archive, absl::string_view reason,
                 Contents& contents) {
  contents.notes.push_back(
      absl::StrCat(ShownName(archive.name), " was not opened: ", reason));
  contents.entries.push_back(archive);
}

// An archive in the root of another one has that as its first entry: "./".
bool IsRoot(const Entry& entry) {
  const std::string name = PlainName(entry.name);
  return entry.kind == EntryKind::kFolder && (name.empty() || name == ".");
}

}  // namespace

std::optional<std::string> Reject(const Entry& entry) {
  if (IsRoot(entry)) return std::nullopt;
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
    const absl::Status read = ReadPath(path, assignment, contents);
    if (!read.ok()) return read;
  }
  return contents;
}

bool HasArchives(const std::vector<Entry>& entries) {
  return absl::c_any_of(entries, IsArchive);
}

absl::Status OpenArchivesWithin(Contents& contents) {
  std::vector<Entry> archives;
  absl::c_copy_if(contents.entries, std::back_inserter(archives), IsArchive);
  std::erase_if(contents.entries, IsArchive);
  for (size_t i = 0; i < archives.size(); ++i) {
    if (i >= kMostWithin) {
      LeaveClosed(archives[i], "there are too many; hand in the files",
                  contents);
      continue;
    }
    absl::StatusOr<std::vector<Entry>> read =
        Unpack(archives[i], RoomBeside(contents.entries));
    if (absl::IsInvalidArgument(read.status())) {
      LeaveClosed(archives[i], read.status().message(), contents);
      continue;
    }
    if (!read.ok()) return read.status();
    for (Entry& entry : *read) {
      if (IsArchive(entry)) {
        LeaveClosed(entry, "it is in an archive in another one", contents);
      } else {
        contents.entries.push_back(std::move(entry));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace grade
