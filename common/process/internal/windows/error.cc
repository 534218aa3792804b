// SPDX-License-Identifier: Apache-2.0
//
// Source: "System Error Codes" in Microsoft's documentation.

#include "common/process/internal/windows/error.h"

#include <windows.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/windows/utf.h"
#include "common/process/start_failure.h"

namespace process::internal {
namespace {

// MinGW-w64's headers lack these.
constexpr uint32_t kVirusInfected = 225;
constexpr uint32_t kElevationRequired = 740;

absl::StatusCode CodeFor(uint32_t error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:  // no file can have such a name
    case ERROR_BAD_PATHNAME:
    case ERROR_BAD_NETPATH:
    case ERROR_BAD_NET_NAME:
    case ERROR_INVALID_DRIVE:
    case ERROR_NOT_READY:  // a drive without a disk
    case ERROR_DIRECTORY:  // not a folder
      return absl::StatusCode::kNotFound;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
    case ERROR_WRITE_PROTECT:
    case kElevationRequired:
    case kVirusInfected:
    case ERROR_ACCESS_DISABLED_BY_POLICY:
    // There, but no program, or none for this machine.
    case ERROR_BAD_EXE_FORMAT:
    case ERROR_INVALID_EXE_SIGNATURE:
    case ERROR_EXE_MARKED_INVALID:
    case ERROR_EXE_MACHINE_TYPE_MISMATCH:
      return absl::StatusCode::kPermissionDenied;
    case ERROR_FILE_EXISTS:
    case ERROR_ALREADY_EXISTS:
      return absl::StatusCode::kAlreadyExists;
    case ERROR_INVALID_HANDLE:
    case ERROR_INVALID_PARAMETER:
    case ERROR_FILENAME_EXCED_RANGE:
    case ERROR_BUFFER_OVERFLOW:  // a name that is too long
      return absl::StatusCode::kInvalidArgument;
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_TOO_MANY_OPEN_FILES:
    case ERROR_NO_SYSTEM_RESOURCES:
    case ERROR_NOT_ENOUGH_QUOTA:
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_PAGEFILE_QUOTA:
    case ERROR_DISK_FULL:
      return absl::StatusCode::kResourceExhausted;
    case ERROR_NOT_SUPPORTED:
    case ERROR_CALL_NOT_IMPLEMENTED:
      return absl::StatusCode::kUnimplemented;
    default:
      return absl::StatusCode::kUnknown;
  }
}

std::string ErrorText(uint32_t error) {
  std::array<wchar_t, 512> text;
  const DWORD length = FormatMessageW(
      FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
      error, 0, text.data(), static_cast<DWORD>(text.size()), nullptr);
  const std::string utf8 = Utf8(std::wstring_view(text.data(), length));
  return std::string(absl::StripTrailingAsciiWhitespace(utf8));
}

}  // namespace

absl::Status SystemError(uint32_t error, absl::string_view stage,
                         absl::string_view path, absl::string_view note) {
  std::string what(stage);
  if (!path.empty()) absl::StrAppend(&what, " \"", path, "\"");
  if (!note.empty()) absl::StrAppend(&what, " ", note);
  return WithFailure(absl::Status(CodeFor(error),
                                  absl::StrCat(what, ": ", ErrorText(error),
                                               " (Windows error ", error, ")")),
                     {.stage = std::string(stage),
                      .path = std::string(path),
                      .os_error = error});
}

}  // namespace process::internal
