// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/lab/environment.h"

namespace lab {
namespace {

// GetVersionEx() tells a program without a manifest that it is on Windows 8;
// RtlGetVersion() tells the truth but has no import library.
std::string WindowsVersion(HMODULE ntdll) {
  using RtlGetVersionFunction = LONG(WINAPI*)(OSVERSIONINFOW*);
  auto rtl_get_version = reinterpret_cast<RtlGetVersionFunction>(
      reinterpret_cast<void*>(GetProcAddress(ntdll, "RtlGetVersion")));
  OSVERSIONINFOW info = {};
  info.dwOSVersionInfoSize = sizeof(info);
  if (rtl_get_version == nullptr || rtl_get_version(&info) != 0) return "";
  return absl::StrCat(" ", info.dwMajorVersion, ".", info.dwMinorVersion, ".",
                      info.dwBuildNumber);
}

// Wine's own export; times taken under Wine are not times taken on Windows.
std::string WineVersion(HMODULE ntdll) {
  using WineGetVersionFunction = const char* (*)();
  auto wine_get_version = reinterpret_cast<WineGetVersionFunction>(
      reinterpret_cast<void*>(GetProcAddress(ntdll, "wine_get_version")));
  if (wine_get_version == nullptr) return "";
  return absl::StrCat(" (Wine ", wine_get_version(), ")");
}

}  // namespace

std::string OperatingSystem() {
  HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
  return absl::StrCat("Windows", WindowsVersion(ntdll), WineVersion(ntdll));
}

}  // namespace lab
