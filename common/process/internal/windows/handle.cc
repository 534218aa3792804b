// SPDX-License-Identifier: Apache-2.0

#include "common/process/handle.h"

#include <windows.h>

#include "common/process/internal/windows/raw_handle.h"

namespace process {

void UniqueHandle::Close() {
  if (is_open()) CloseHandle(internal::Raw(Release()));
}

}  // namespace process
