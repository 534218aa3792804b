// SPDX-License-Identifier: Apache-2.0
//
// CreateProcessW() with exactly the handles that the child is meant to have,
// and in a job from its first instruction on.
//
// Source: CreateProcessW and UpdateProcThreadAttribute in Microsoft's
// documentation; R. Chen, "Programmatically controlling which handles are
// inherited by new processes in Win32" (The Old New Thing, 2011).

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_CREATE_PROCESS_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_CREATE_PROCESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/process/handle.h"
#include "common/process/internal/windows/command_line.h"

namespace process::internal {

struct NewProcess {
  CommandLine line;
  std::wstring folder;  // empty: this program's
  std::optional<std::wstring> environment =
      std::nullopt;                     // a block; nothing: this program's
  std::array<NativeHandle, 3> streams;  // kNoHandle: none
  std::vector<NativeHandle> handles;    // to inherit beside the streams
  NativeHandle job = kNoHandle;         // kNoHandle: none of its own
  uint32_t flags = 0;                   // of CreateProcessW()
};

struct CreatedProcess {
  UniqueHandle handle;
  int64_t pid = 0;
};

// Returns 0, or the error of a process that never ran.
uint32_t CreateProcessFor(const NewProcess& process, CreatedProcess& created);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_CREATE_PROCESS_H_
