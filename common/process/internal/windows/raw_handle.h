// SPDX-License-Identifier: Apache-2.0
//
// Between a HANDLE of the Windows API, which is a void*, and UniqueHandle.

#ifndef COMMON_PROCESS_INTERNAL_WINDOWS_RAW_HANDLE_H_
#define COMMON_PROCESS_INTERNAL_WINDOWS_RAW_HANDLE_H_

#include "common/process/handle.h"

namespace process::internal {

inline void* Raw(NativeHandle handle) {
  return reinterpret_cast<void*>(handle);
}

inline void* Raw(const UniqueHandle& handle) { return Raw(handle.get()); }

// Takes over what a call returned: files and pipes report failure by
// INVALID_HANDLE_VALUE, which is -1, all else by null.
inline UniqueHandle Adopt(void* handle) {
  return handle == nullptr
             ? UniqueHandle()
             : UniqueHandle(reinterpret_cast<NativeHandle>(handle));
}

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_WINDOWS_RAW_HANDLE_H_
