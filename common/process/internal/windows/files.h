// SPDX-License-Identifier: Apache-2.0
//
// What there is at a path.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_FILES_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_FILES_H_

#include <cstdint>
#include <string>

namespace process::internal {

// 0 if there is a file at `path`, or why there is none: ERROR_ACCESS_DENIED for
// a folder.
uint32_t WhyNoFile(const std::wstring& path);

// 0 if there is a folder at `path` that may be entered, or why not.
uint32_t WhyNoFolder(const std::wstring& path);

// From this program's current folder; `path` itself if Windows can't tell.
std::wstring Absolute(const std::wstring& path);

// `path` as seen from `folder`: left as it is if it names a drive and starts at
// its root, or if `folder` is empty.
std::wstring From(const std::wstring& folder, const std::wstring& path);

// The folder of Windows' own programs.
std::wstring SystemFolder();

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_FILES_H_
