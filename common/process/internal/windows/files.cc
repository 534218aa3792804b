// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/files.h"

#include <windows.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "common/process/handle.h"
#include "common/process/internal/windows/raw_handle.h"

namespace process::internal {

uint32_t WhyNoFile(const std::wstring& path) {
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return GetLastError();
  return (attributes & FILE_ATTRIBUTE_DIRECTORY) ? ERROR_ACCESS_DENIED : 0;
}

uint32_t WhyNoFolder(const std::wstring& path) {
  const UniqueHandle folder = Adopt(CreateFileW(
      path.c_str(), FILE_TRAVERSE,
      FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
      OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS /* opens folders */, nullptr));
  if (!folder.is_open()) return GetLastError();
  const DWORD attributes = GetFileAttributesW(path.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES) return GetLastError();
  return (attributes & FILE_ATTRIBUTE_DIRECTORY) ? 0 : ERROR_DIRECTORY;
}

std::wstring Absolute(const std::wstring& path) {
  const DWORD size = GetFullPathNameW(path.c_str(), 0, nullptr, nullptr);
  std::wstring absolute(size, L'\0');
  absolute.resize(
      GetFullPathNameW(path.c_str(), size, absolute.data(), nullptr));
  return absolute.empty() ? path : absolute;
}

std::wstring From(const std::wstring& folder, const std::wstring& path) {
  if (folder.empty()) return path;
  return (std::filesystem::path(folder) / path).wstring();
}

std::wstring SystemFolder() {
  std::wstring folder(GetSystemDirectoryW(nullptr, 0), L'\0');
  folder.resize(
      GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size())));
  return folder;
}

}  // namespace process::internal
