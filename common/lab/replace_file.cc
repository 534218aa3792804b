// SPDX-License-Identifier: Apache-2.0

#include "common/lab/replace_file.h"

#include <filesystem>
#include <fstream>
#include <ios>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/lab/internal/random_name.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

// Where a new file for `file` is written: a name beside it that nobody has.
fs::path NameBeside(const fs::path& file) {
  fs::path beside = file;
  beside += absl::StrCat(".", RandomName(), ".tmp");
  return beside;
}

// The file itself, where `file` is a link to it.
absl::StatusOr<fs::path> Target(const fs::path& file) {
  if (file.filename().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", file.string(), "' names no file"));
  }
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (!fs::exists(status)) return file;
  if (!fs::is_regular_file(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", file.string(), "' is there and is no regular file"));
  }
  std::error_code error;
  fs::path target = fs::canonical(file, error);
  return error ? file : target;
}

// What is known when `beside` could not be opened.
absl::Status CannotCreate(const fs::path& file) {
  const fs::path folder =
      file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return absl::NotFoundError(absl::StrCat("cannot write '", file.string(),
                                            "': there is no folder '",
                                            folder.string(), "'"));
  }
  return absl::PermissionDeniedError(
      absl::StrCat("cannot write '", file.string(), "': folder '",
                   folder.string(), "' takes no new file"));
}

absl::Status Write(const fs::path& file, const fs::path& beside,
                   absl::string_view contents) {
  std::ofstream stream(beside, std::ios::binary);
  if (!stream) return CannotCreate(file);
  stream << contents;
  stream.close();
  if (stream) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("cannot write '", file.string(), "': is the disk full?"));
}

void Remove(const fs::path& beside) {
  std::error_code ignored;
  fs::remove(beside, ignored);
}

}  // namespace

absl::Status CheckReplaceable(const fs::path& file) {
  absl::StatusOr<fs::path> target = Target(file);
  if (!target.ok()) return target.status();
  const fs::path beside = NameBeside(*target);
  absl::Status status = Write(*target, beside, "");
  Remove(beside);
  return status;
}

absl::Status ReplaceFile(const fs::path& file, absl::string_view contents) {
  absl::StatusOr<fs::path> target = Target(file);
  if (!target.ok()) return target.status();
  const fs::path beside = NameBeside(*target);
  absl::Status status = Write(*target, beside, contents);
  std::error_code error;
  if (status.ok()) fs::rename(beside, *target, error);
  if (error) {
    status = absl::UnavailableError(absl::StrCat(
        "cannot replace '", file.string(), "': ", error.message()));
  }
  if (!status.ok()) Remove(beside);
  return status;
}

}  // namespace lab
