// SPDX-License-Identifier: Apache-2.0
//
// A pointer of each OS thread, nullptr at first; the system's, and so the same
// for all fibers in the thread. (A thread_local variable of MinGW is found by
// what is itself taken over here.)
//
//   constinit ThreadSlot g_in_use;
//   g_in_use.Set(&variables);
//
// Thread safety: yes, once Set() was called first. Errors: the program ends
// where there is no slot left.
//
// Source: TlsAlloc in the Windows documentation.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_THREAD_SLOT_WINDOWS_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_THREAD_SLOT_WINDOWS_H_

#include <cstdint>

namespace explorer::internal {

class ThreadSlot {
 public:
  void Set(void* pointer);
  void* Get() const;

 private:
  static constexpr uint32_t kNone = 0xffff'ffff;

  uint32_t number_ = kNone;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_THREAD_SLOT_WINDOWS_H_
