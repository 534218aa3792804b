// SPDX-License-Identifier: Apache-2.0
//
// Source: CreateFileW, DuplicateHandle, GetStdHandle in Microsoft's
// documentation.

#include "common/process/internal/windows/streams.h"

#include <windows.h>

#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/named_pipe.h"
#include "common/process/internal/windows/raw_handle.h"
#include "common/process/internal/windows/utf.h"
#include "common/process/stdio.h"

namespace process::internal {
namespace {

constexpr std::array<DWORD, 3> kStdHandles = {
    STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};

absl::StatusOr<UniqueHandle> Open(absl::string_view path, DWORD access,
                                  DWORD creation) {
  const absl::StatusOr<std::wstring> name = Utf16(path, "open");
  if (!name.ok()) return name.status();
  SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), nullptr, TRUE};
  // As on POSIX, an open file may be read, written, renamed and removed by all.
  UniqueHandle file = Adopt(
      CreateFileW(name->c_str(), access,
                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                  &inheritable, creation, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.is_open()) return SystemError(GetLastError(), "open", path);
  return file;
}

absl::StatusOr<UniqueHandle> OpenFile(absl::string_view path, FileMode mode) {
  switch (mode) {
    case FileMode::kRead:
      return Open(path, GENERIC_READ, OPEN_EXISTING);
    case FileMode::kTruncate:
      return Open(path, GENERIC_WRITE, CREATE_ALWAYS);
    case FileMode::kAppend:
      // Without the right to write elsewhere each write goes to the end.
      return Open(path, FILE_GENERIC_WRITE & ~FILE_WRITE_DATA, OPEN_ALWAYS);
    case FileMode::kCreateNew:
      return Open(path, GENERIC_WRITE, CREATE_NEW);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("open: there is no FileMode ", static_cast<int>(mode)));
}

// An inheritable handle to the same.
absl::StatusOr<UniqueHandle> Duplicate(HANDLE handle) {
  HANDLE copy = nullptr;
  if (!DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), &copy,
                       0, /*bInheritHandle=*/TRUE, DUPLICATE_SAME_ACCESS)) {
    return SystemError(
        GetLastError(),
        absl::StrCat("use handle ", reinterpret_cast<NativeHandle>(handle)));
  }
  return Adopt(copy);
}

// Before anything is opened: that could get the number of one that is closed.
absl::Status CheckHandles(const std::array<Stdio, 3>& streams) {
  for (const Stdio& stdio : streams) {
    if (stdio.kind() != Stdio::Kind::kBorrow &&
        stdio.kind() != Stdio::Kind::kOwn) {
      continue;
    }
    const NativeHandle handle = stdio.handle();
    DWORD flags = 0;
    // Numbers below zero mean "this process" and the like.
    if (handle < 0 || !GetHandleInformation(Raw(handle), &flags)) {
      return SystemError(ERROR_INVALID_HANDLE,
                         absl::StrCat("use handle ", handle));
    }
  }
  return absl::OkStatus();
}

// A program without a console or streams has none to share: neither gets the
// child one. So has one whose stream has been closed.
absl::StatusOr<UniqueHandle> ShareOurs(size_t target) {
  const HANDLE ours = GetStdHandle(kStdHandles[target]);
  DWORD flags;
  if (ours == nullptr || ours == INVALID_HANDLE_VALUE ||
      !GetHandleInformation(ours, &flags)) {
    return UniqueHandle();
  }
  return Duplicate(ours);
}

absl::StatusOr<UniqueHandle> OpenPipeFor(size_t target, UniqueHandle& ours) {
  absl::StatusOr<PipeToChild> pipe = OpenPipeToChild(
      target == 0 ? PipeUse::kChildReads : PipeUse::kChildWrites);
  if (!pipe.ok()) return pipe.status();
  ours = std::move(pipe->ours);
  return std::move(pipe->theirs);
}

absl::StatusOr<UniqueHandle> OpenOne(const Stdio& stdio, size_t target,
                                     UniqueHandle& ours) {
  switch (stdio.kind()) {
    case Stdio::Kind::kPipe:
      return OpenPipeFor(target, ours);
    case Stdio::Kind::kNull:
      return Open("NUL", target == 0 ? GENERIC_READ : GENERIC_WRITE,
                  OPEN_EXISTING);
    case Stdio::Kind::kFile:
      return OpenFile(stdio.path(), stdio.mode());
    case Stdio::Kind::kBorrow:
    case Stdio::Kind::kOwn:
      return Duplicate(Raw(stdio.handle()));
    case Stdio::Kind::kStdout:
    case Stdio::Kind::kStderr:
      return UniqueHandle();  // the other one's, see OpenStreams()
    case Stdio::Kind::kInherit:
    case Stdio::Kind::kDefault:
      return ShareOurs(target);
  }
  return absl::InvalidArgumentError("open: there is no such kind of stream");
}

}  // namespace

absl::StatusOr<Streams> OpenStreams(const std::array<Stdio, 3>& streams) {
  if (absl::Status status = CheckHandles(streams); !status.ok()) {
    return status;
  }
  Streams opened;
  for (size_t i = 0; i < streams.size(); ++i) {
    absl::StatusOr<UniqueHandle> theirs =
        OpenOne(streams[i], i, opened.ours[i]);
    if (!theirs.ok()) return theirs.status();
    opened.theirs[i] = *std::move(theirs);
    opened.numbers[i] = opened.theirs[i].get();
  }
  if (streams[1].kind() == Stdio::Kind::kStderr) {
    opened.numbers[1] = opened.numbers[2];
  }
  if (streams[2].kind() == Stdio::Kind::kStdout) {
    opened.numbers[2] = opened.numbers[1];
  }
  return opened;
}

}  // namespace process::internal
