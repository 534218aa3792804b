// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipe.h"

#include <windows.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/named_pipe.h"
#include "common/process/internal/windows/raw_handle.h"

namespace process {
namespace {

using internal::Raw;
using internal::SystemError;

absl::Status NotOpen() {
  return absl::FailedPreconditionError(
      "this stream is not open: start the child with Stdio::Pipe() for it");
}

// For a call that is about pipes and has failed.
absl::Status PipeError(const UniqueHandle& handle, absl::string_view stage) {
  const DWORD error = GetLastError();
  if (GetNamedPipeInfo(Raw(handle), nullptr, nullptr, nullptr, nullptr)) {
    return SystemError(error, stage);
  }
  return absl::FailedPreconditionError(
      "this stream is no pipe: it can be read, but not asked this");
}

// One read or write, and the wait for its end: the handle is an overlapped one.
class Transfer {
 public:
  Transfer()
      : event_(internal::Adopt(CreateEventW(nullptr, TRUE, FALSE, nullptr))) {
    overlapped_.hEvent = Raw(event_);
  }

  // Null if there is no event to be had.
  OVERLAPPED* overlapped() { return event_.is_open() ? &overlapped_ : nullptr; }

  // For what ReadFile() or WriteFile() has `begun`; `size` is how much it
  // moved. Returns 0 or the error.
  DWORD Await(HANDLE handle, BOOL begun, DWORD& size) {
    if (!begun && GetLastError() != ERROR_IO_PENDING) return GetLastError();
    return GetOverlappedResult(handle, &overlapped_, &size, /*bWait=*/TRUE)
               ? 0
               : GetLastError();
  }

 private:
  const UniqueHandle event_;
  OVERLAPPED overlapped_ = {};
};

}  // namespace

absl::StatusOr<std::string> PipeReader::Read(size_t max) {
  if (!is_open()) return NotOpen();
  Transfer transfer;
  if (transfer.overlapped() == nullptr) {
    return SystemError(GetLastError(), "create event");
  }
  std::string bytes(max, '\0');
  const DWORD wanted =
      static_cast<DWORD>(std::min<size_t>(bytes.size(), MAXDWORD));
  DWORD size = 0;
  // Nothing read is not the end: a program may write nothing at all.
  while (size == 0 && wanted > 0) {
    const BOOL begun = ReadFile(Raw(handle_), bytes.data(), wanted, nullptr,
                                transfer.overlapped());
    const DWORD error = transfer.Await(Raw(handle_), begun, size);
    if (internal::IsEnd(error)) break;
    if (error != 0) return SystemError(error, "read");
  }
  bytes.resize(size);
  return bytes;
}

// The system's count may have all of a write that waits for room in it (Wine's
// has), also what there is no room for yet.
absl::StatusOr<size_t> PipeReader::Waiting() const {
  if (!is_open()) return NotOpen();
  DWORD size = 0;
  if (!PeekNamedPipe(Raw(handle_), nullptr, 0, nullptr, &size, nullptr)) {
    if (internal::IsEnd(GetLastError())) return 0;
    return PipeError(handle_, "peek");
  }
  const absl::StatusOr<size_t> capacity = Capacity();
  if (!capacity.ok()) return capacity.status();
  return std::min<size_t>(size, *capacity);
}

absl::StatusOr<size_t> PipeReader::Capacity() const {
  if (!is_open()) return NotOpen();
  DWORD size = 0;
  if (!GetNamedPipeInfo(Raw(handle_), nullptr, nullptr, &size, nullptr)) {
    return PipeError(handle_, "pipe size");
  }
  return size;
}

absl::Status PipeWriter::Write(absl::string_view bytes) {
  if (!is_open()) return NotOpen();
  Transfer transfer;
  if (transfer.overlapped() == nullptr) {
    return SystemError(GetLastError(), "create event");
  }
  while (!bytes.empty()) {
    const DWORD wanted = static_cast<DWORD>(
        std::min<size_t>(bytes.size(), internal::kWriteSize));
    DWORD size = 0;
    const BOOL begun = WriteFile(Raw(handle_), bytes.data(), wanted, nullptr,
                                 transfer.overlapped());
    const DWORD error = transfer.Await(Raw(handle_), begun, size);
    if (internal::IsReaderGone(error)) {
      return absl::AbortedError("nobody reads this stream any more");
    }
    if (error != 0) return SystemError(error, "write");
    bytes.remove_prefix(size);
  }
  return absl::OkStatus();
}

absl::StatusOr<Pipe> OpenPipe() {
  HANDLE read;
  HANDLE write;
  if (!CreatePipe(&read, &write, nullptr, internal::kPipeSize)) {
    return SystemError(GetLastError(), "pipe");
  }
  return Pipe{internal::Adopt(read), internal::Adopt(write)};
}

}  // namespace process
