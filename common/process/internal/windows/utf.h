// SPDX-License-Identifier: Apache-2.0
//
// Text is UTF-8 everywhere in common/process; Windows takes and gives UTF-16.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_UTF_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_UTF_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace process::internal {

// What is no valid UTF-16 (Windows allows it in names) turns into U+FFFD.
std::string Utf8(std::wstring_view text);

// Nothing if `text` is not valid UTF-8.
std::optional<std::wstring> Utf16(absl::string_view text);

// InvalidArgument, with a StartFailure of that stage, if it is not.
absl::StatusOr<std::wstring> Utf16(absl::string_view text,
                                   absl::string_view stage);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_UTF_H_
