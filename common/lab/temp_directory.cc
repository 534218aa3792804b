// SPDX-License-Identifier: Apache-2.0

#include "common/lab/temp_directory.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/internal/random_name.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

fs::path TemporaryFolder(std::error_code& error) {
  const char* bazel = std::getenv("TEST_TMPDIR");
  if (bazel != nullptr && *bazel != '\0') return fs::path(bazel);
  return fs::temp_directory_path(error);
}

}  // namespace

absl::StatusOr<TempDirectory> TempDirectory::Create() {
  std::error_code error;
  const fs::path parent = TemporaryFolder(error);
  // A taken name is next to impossible; a second try costs nothing.
  for (int attempt = 0; attempt < 3 && !error; ++attempt) {
    fs::path path = parent / absl::StrCat("concurrency_labs_", RandomName());
    if (!fs::create_directory(path, error)) continue;
    fs::permissions(path, fs::perms::owner_all, error);
    return TempDirectory(std::move(path));
  }
  return absl::UnavailableError(absl::StrCat(
      "cannot make a folder in ", parent.string(), ": ", error.message(),
      "; set TMPDIR (on Windows TMP, under bazel test TEST_TMPDIR) to a "
      "folder that can be written"));
}

TempDirectory::TempDirectory(std::filesystem::path path)
    : path_(std::move(path)) {}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TempDirectory& TempDirectory::operator=(TempDirectory&& other) noexcept {
  if (this != &other) {
    Remove();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempDirectory::~TempDirectory() { Remove(); }

void TempDirectory::Remove() {
  if (path_.empty()) return;
  // A destructor has nobody to report to; what stays behind
  // is where temporary files go.
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace lab
