// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/named_pipe.h"

#include <windows.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/process/handle.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/raw_handle.h"

namespace process::internal {
namespace {

std::wstring NextName() {
  static std::atomic<uint64_t> count = 0;
  return L"\\\\.\\pipe\\concurrency_labs.process." +
         std::to_wstring(GetCurrentProcessId()) + L"." +
         std::to_wstring(count++);
}

// Our end. It is the first of its name and there can be no second.
UniqueHandle CreateServer(const std::wstring& name, PipeUse use) {
  const DWORD direction =
      use == PipeUse::kChildReads ? PIPE_ACCESS_OUTBOUND : PIPE_ACCESS_INBOUND;
  return Adopt(CreateNamedPipeW(
      name.c_str(),
      direction | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT |
          PIPE_REJECT_REMOTE_CLIENTS,
      /*nMaxInstances=*/1, /*nOutBufferSize=*/kPipeSize,
      /*nInBufferSize=*/kPipeSize, /*nDefaultTimeOut=*/0, nullptr));
}

// The child's end. Some runtimes ask what kind of file their stream is, or set
// its mode, hence the attributes.
UniqueHandle OpenClient(const std::wstring& name, PipeUse use) {
  SECURITY_ATTRIBUTES inheritable = {sizeof(inheritable), nullptr, TRUE};
  const DWORD access = use == PipeUse::kChildReads
                           ? GENERIC_READ | FILE_WRITE_ATTRIBUTES
                           : GENERIC_WRITE | FILE_READ_ATTRIBUTES;
  return Adopt(CreateFileW(name.c_str(), access, 0, &inheritable, OPEN_EXISTING,
                           0, nullptr));
}

}  // namespace

// A name is needed since CreatePipe() makes no pipe that can be read while
// another is waited for. Nobody else can take part: a server that is not the
// first of its name fails, and a stranger who connected to ours before us makes
// our own connecting fail. Either way another name is tried.
absl::StatusOr<PipeToChild> OpenPipeToChild(PipeUse use) {
  constexpr int kTries = 10;
  DWORD error = 0;
  for (int i = 0; i < kTries; ++i) {
    const std::wstring name = NextName();
    PipeToChild pipe;
    pipe.ours = CreateServer(name, use);
    if (pipe.ours.is_open()) pipe.theirs = OpenClient(name, use);
    if (pipe.theirs.is_open()) return pipe;
    error = GetLastError();
    if (error != ERROR_ACCESS_DENIED && error != ERROR_PIPE_BUSY) break;
  }
  return SystemError(error, "pipe");
}

bool IsEnd(uint32_t error) { return error == ERROR_BROKEN_PIPE; }

bool IsReaderGone(uint32_t error) {
  return error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA ||
         error == ERROR_PIPE_NOT_CONNECTED;
}

}  // namespace process::internal
