// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/utf.h"

#include <windows.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/start_failure.h"

namespace process::internal {

std::string Utf8(std::wstring_view text) {
  const int length = static_cast<int>(text.size());
  const int size = WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr,
                                       0, nullptr, nullptr);
  std::string utf8(size, '\0');
  WideCharToMultiByte(CP_UTF8, 0, text.data(), length, utf8.data(), size,
                      nullptr, nullptr);
  return utf8;
}

std::optional<std::wstring> Utf16(absl::string_view text) {
  const int length = static_cast<int>(text.size());
  const int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS,
                                       text.data(), length, nullptr, 0);
  if (size == 0 && length > 0) return std::nullopt;
  std::wstring utf16(size, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), length, utf16.data(), size);
  return utf16;
}

absl::StatusOr<std::wstring> Utf16(absl::string_view text,
                                   absl::string_view stage) {
  if (std::optional<std::wstring> utf16 = Utf16(text)) return *utf16;
  return WithFailure(
      absl::InvalidArgumentError(absl::StrCat(stage, ": not valid UTF-8: \"",
                                              absl::CEscape(text), "\"")),
      {.stage = std::string(stage),
       .path = std::string(text),
       .os_error = ERROR_NO_UNICODE_TRANSLATION});
}

}  // namespace process::internal
