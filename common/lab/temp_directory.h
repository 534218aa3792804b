// SPDX-License-Identifier: Apache-2.0
//
// A folder of its own for a demo or bench that writes files. It and all inside
// are gone when the object is.
//
//   absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
//   if (!folder.ok()) return folder.status();
//   std::ofstream file(folder->path() / "lines.txt");
//
// Thread safety: as for an int; path() may be read by any number of threads.
// Errors: UNAVAILABLE when the system's temporary folder takes no new folder;
// the message names it.

#ifndef COMMON_LAB_TEMP_DIRECTORY_H_
#define COMMON_LAB_TEMP_DIRECTORY_H_

#include <filesystem>

#include "absl/status/statusor.h"

namespace lab {

class TempDirectory {
 public:
  // Makes an empty folder with a name nobody else has, under TEST_TMPDIR (set
  // by `bazel test`) or else where the system keeps temporary files.
  static absl::StatusOr<TempDirectory> Create();

  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&& other) noexcept;
  ~TempDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TempDirectory(std::filesystem::path path);
  void Remove();

  std::filesystem::path path_;  // empty: moved from
};

}  // namespace lab

#endif  // COMMON_LAB_TEMP_DIRECTORY_H_
