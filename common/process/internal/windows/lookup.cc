// SPDX-License-Identifier: Apache-2.0
//
// CreateProcessW() would look into the current folder first, where anybody may
// have left a program of that name, and into this program's PATH instead of the
// child's; so it is only ever given the path that is found here.

#include "common/process/internal/windows/lookup.h"

#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/environment.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/files.h"
#include "common/process/internal/windows/utf.h"

namespace process::internal {
namespace {

// A folder's name in PATH may stand in quotes, and then hold a semicolon.
std::vector<std::wstring> SplitPath(const std::wstring& path) {
  std::vector<std::wstring> folders(1);
  bool quoted = false;
  for (const wchar_t c : path) {
    if (c == L'"') {
      quoted = !quoted;
    } else if (c == L';' && !quoted) {
      folders.emplace_back();
    } else {
      folders.back() += c;
    }
  }
  return folders;
}

absl::StatusOr<std::vector<std::wstring>> ChildsPath(const Request& request) {
  const std::optional<std::string> path =
      FindVariable(request.environment.has_value() ? *request.environment
                                                   : CurrentEnvironment(),
                   "PATH");
  if (!path.has_value()) return std::vector<std::wstring>();
  const absl::StatusOr<std::wstring> utf16 = Utf16(*path, "PATH");
  if (!utf16.ok()) return utf16.status();
  return SplitPath(*utf16);
}

// What the name may leave out. "git" means git.exe even beside a file git, a
// script perhaps; "python3.11" is tried as it stands first, and then with .exe.
std::vector<std::wstring> WithExtensions(const std::wstring& name) {
  std::vector<std::wstring> names = {name + L".exe", name + L".bat",
                                     name + L".cmd"};
  const size_t file = name.find_last_of(L"/\\:") + 1;  // npos + 1 is 0
  const bool has_extension = name.find(L'.', file) != std::wstring::npos;
  names.insert(has_extension ? names.begin() : names.end(), name);
  return names;
}

bool IsMissing(uint32_t error) {
  return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ||
         error == ERROR_INVALID_NAME || error == ERROR_BAD_PATHNAME ||
         error == ERROR_NOT_READY || error == ERROR_BAD_NETPATH;
}

// What a search has come to.
class Search {
 public:
  // True if there is a file at `path` or at `path` with an extension.
  bool Try(const std::wstring& path) {
    for (const std::wstring& candidate : WithExtensions(path)) {
      const uint32_t error = WhyNoFile(candidate);
      if (error == 0) {
        found_ = Absolute(candidate);
        return true;
      }
      if (!IsMissing(error)) refused_ = error;
    }
    return false;
  }

  const std::wstring& found() const { return found_; }
  uint32_t error() const {
    return refused_ != 0 ? refused_ : ERROR_FILE_NOT_FOUND;
  }

 private:
  std::wstring found_;
  uint32_t refused_ = 0;
};

}  // namespace

absl::StatusOr<std::wstring> LookUp(const Request& request,
                                    absl::string_view stage) {
  const absl::StatusOr<std::wstring> name = Utf16(request.program, stage);
  if (!name.ok()) return name.status();
  const absl::StatusOr<std::wstring> cwd = Utf16(request.options.cwd, "chdir");
  if (!cwd.ok()) return cwd.status();
  Search search;
  if (name->find_first_of(L"/\\:") != std::wstring::npos) {
    if (search.Try(From(*cwd, *name))) return search.found();
    return SystemError(search.error(), stage, request.program);
  }
  const absl::StatusOr<std::vector<std::wstring>> folders = ChildsPath(request);
  if (!folders.ok()) return folders.status();
  for (const std::wstring& folder : *folders) {
    // An empty one means nothing to Windows' own programs either.
    if (folder.empty()) continue;
    if (search.Try(From(*cwd, folder + L"\\" + *name))) return search.found();
  }
  return SystemError(search.error(), stage, request.program,
                     "(looked for on PATH)");
}

absl::StatusOr<std::string> FindProgram(const Request& request) {
  const absl::StatusOr<std::wstring> path = LookUp(request, "find");
  if (!path.ok()) return path.status();
  return Utf8(*path);
}

}  // namespace process::internal
