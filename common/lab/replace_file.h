// SPDX-License-Identifier: Apache-2.0
//
// Writes a result that took minutes to get: whoever reads the file sees the old
// one or the new one, never half of one.
//
//   absl::Status status = lab::CheckReplaceable(file);     // before the
//   minutes
//   ...
//   status = lab::ReplaceFile(file, contents);
//
// The new file is written beside the old one and takes its place when complete.
// A symbolic link stays one: the file that it leads to is replaced.
//
// Thread safety: pure functions but for the files. Both return, with a message
// that names the file:
//   InvalidArgument   no file name, or there is a folder, device or the like
//   NotFound          the folder it would stand in is not there
//   PermissionDenied  no new file can be made there
//   Unavailable       the system could not write it, for example a full disk
//
// Source: rename(2); MoveFileExW in the Windows API.

#ifndef COMMON_LAB_REPLACE_FILE_H_
#define COMMON_LAB_REPLACE_FILE_H_

#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lab {

// Tells whether ReplaceFile() could begin. Changes nothing.
absl::Status CheckReplaceable(const std::filesystem::path& file);

// Makes `file` hold `contents`, byte for byte.
absl::Status ReplaceFile(const std::filesystem::path& file,
                         absl::string_view contents);

}  // namespace lab

#endif  // COMMON_LAB_REPLACE_FILE_H_
