// SPDX-License-Identifier: Apache-2.0

#include "common/process/environment.h"

#include <windows.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/windows/environment_block.h"
#include "common/process/internal/windows/utf.h"

namespace process {
namespace {

// The order of Windows itself: by code unit, upper and lower case alike.
int Compare(std::wstring_view a, std::wstring_view b) {
  return CompareStringOrdinal(a.data(), static_cast<int>(a.size()), b.data(),
                              static_cast<int>(b.size()),
                              /*bIgnoreCase=*/TRUE) -
         CSTR_EQUAL;
}

struct ByName {
  bool operator()(const std::wstring& a, const std::wstring& b) const {
    return Compare(a, b) < 0;
  }
};

// Each entry of this program's own block. The '=' at the start of "=C:=C:\work"
// belongs to the name.
void ForEachOwnEntry(
    absl::FunctionRef<void(std::wstring_view name, std::wstring_view value)>
        use) {
  wchar_t* const block = GetEnvironmentStringsW();
  if (block == nullptr) return;
  for (const wchar_t* at = block; *at != L'\0';) {
    const std::wstring_view entry(at);
    const size_t equals = entry.find(L'=', 1);
    if (equals != std::wstring_view::npos) {
      use(entry.substr(0, equals), entry.substr(equals + 1));
    }
    at += entry.size() + 1;
  }
  FreeEnvironmentStringsW(block);
}

bool IsDriveFolder(std::wstring_view name) { return name[0] == L'='; }

}  // namespace

Environment CurrentEnvironment() {
  Environment environment;
  ForEachOwnEntry([&](std::wstring_view name, std::wstring_view value) {
    if (IsDriveFolder(name)) return;
    environment.emplace(internal::Utf8(name), internal::Utf8(value));
  });
  return environment;
}

namespace internal {

bool SameVariableName(absl::string_view a, absl::string_view b) {
  const std::optional<std::wstring> wide_a = Utf16(a);
  const std::optional<std::wstring> wide_b = Utf16(b);
  if (!wide_a.has_value() || !wide_b.has_value()) return a == b;
  return Compare(*wide_a, *wide_b) == 0;
}

absl::StatusOr<std::wstring> EnvironmentBlock(const Environment& environment,
                                              bool drive_folders) {
  std::map<std::wstring, std::wstring, ByName> variables;
  for (const auto& [name, value] : environment) {
    absl::StatusOr<std::wstring> wide_name = Utf16(name, "environment");
    if (!wide_name.ok()) return wide_name.status();
    absl::StatusOr<std::wstring> wide_value = Utf16(value, "environment");
    if (!wide_value.ok()) return wide_value.status();
    variables.emplace(*std::move(wide_name), *std::move(wide_value));
  }
  if (drive_folders) {
    ForEachOwnEntry([&](std::wstring_view name, std::wstring_view value) {
      if (IsDriveFolder(name)) variables.emplace(name, value);
    });
  }
  std::wstring block;
  for (const auto& [name, value] : variables) {
    block += name + L'=' + value + L'\0';
  }
  if (block.empty()) block.push_back(L'\0');  // even no variable takes two
  block.push_back(L'\0');
  return block;
}

}  // namespace internal
}  // namespace process
