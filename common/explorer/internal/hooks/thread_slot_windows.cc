// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/thread_slot_windows.h"

#include <windows.h>
#include <winternl.h>

#include <cstdlib>

namespace explorer::internal {

static_assert(TLS_OUT_OF_INDEXES == 0xffff'ffff);

void ThreadSlot::Set(void* pointer) {
  if (number_ == kNone) number_ = TlsAlloc();
  if (number_ == kNone) std::abort();
  TlsSetValue(number_, pointer);
}

void* ThreadSlot::Get() const {
  if (number_ == kNone) return nullptr;
// GCC takes the address in the header, an offset from gs, for a null pointer.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Warray-bounds"
  // As TlsGetValue() does, without the call.
  if (number_ < TLS_MINIMUM_AVAILABLE) return NtCurrentTeb()->TlsSlots[number_];
#pragma GCC diagnostic pop
  // The last error is the program's, and would be set.
  const DWORD error = GetLastError();
  void* const pointer = TlsGetValue(number_);
  SetLastError(error);
  return pointer;
}

}  // namespace explorer::internal
