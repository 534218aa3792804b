// SPDX-License-Identifier: Apache-2.0
//
// Tells ASan and TSan which fiber runs, and on what stack; they follow the
// calls of each. Does nothing in a program that is built with neither.
//
//   LeaveFor(from, to);
//   explorer_switch_context(...);
//   Arrived(to, from);
//
// Thread safety: used by the OS thread that runs the fibers.
// Errors: none.
//
// Source: sanitizer/common_interface_defs.h, sanitizer/tsan_interface.h.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_SANITIZER_FIBER_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_SANITIZER_FIBER_H_

#include <cstddef>

#include "absl/base/config.h"

#ifdef ABSL_HAVE_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef ABSL_HAVE_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace explorer::internal {

// What the sanitizers know a fiber by.
struct SanitizerFiber {
  // Where its stack begins, and how much there is.
  const void* stack = nullptr;
  size_t stack_bytes = 0;
  // ASan's: where its functions keep variables to notice use after return. Made
  // once a fiber is used, which takes long, and used by all that follow.
  void* fake_stack = nullptr;
  // TSan's.
  void* tsan = nullptr;
};

// `home` is the thread that calls, and has no fiber yet.
inline void BeginHome([[maybe_unused]] SanitizerFiber& home) {
#ifdef ABSL_HAVE_THREAD_SANITIZER
  home.tsan = __tsan_get_current_fiber();
#endif
}

inline void BeginFiber([[maybe_unused]] SanitizerFiber& fiber) {
#ifdef ABSL_HAVE_THREAD_SANITIZER
  fiber.tsan = __tsan_create_fiber(0);
#endif
}

inline void LeaveFor([[maybe_unused]] SanitizerFiber& from,
                     [[maybe_unused]] SanitizerFiber& to) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(&from.fake_stack, to.stack, to.stack_bytes);
#endif
#ifdef ABSL_HAVE_THREAD_SANITIZER
  __tsan_switch_to_fiber(to.tsan, 0);
#endif
}

// Called on the stack of `self`. `previous`: the fiber that was left; its stack
// need not be known before.
inline void Arrived([[maybe_unused]] SanitizerFiber& self,
                    [[maybe_unused]] SanitizerFiber& previous) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  __sanitizer_finish_switch_fiber(self.fake_stack, &previous.stack,
                                  &previous.stack_bytes);
  self.fake_stack = nullptr;
#endif
}

// The fiber is over or abandoned; the next one begins on its stack.
inline void EndFiber([[maybe_unused]] SanitizerFiber& fiber) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  __asan_unpoison_memory_region(fiber.stack, fiber.stack_bytes);
#endif
#ifdef ABSL_HAVE_THREAD_SANITIZER
  if (fiber.tsan != nullptr) __tsan_destroy_fiber(fiber.tsan);
  fiber.tsan = nullptr;
#endif
}

// After EndFiber(): no other one will begin there. Called by `home`.
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
__attribute__((no_sanitize("address")))
#endif
inline void
DestroyFiber([[maybe_unused]] SanitizerFiber& home,
             [[maybe_unused]] SanitizerFiber& fiber) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  if (fiber.fake_stack == nullptr) return;
  // ASan frees it when the fiber that it believes to run is left for good.
  LeaveFor(home, fiber);
  Arrived(fiber, home);
  __sanitizer_start_switch_fiber(nullptr, home.stack, home.stack_bytes);
  Arrived(home, fiber);
#endif
}

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_SANITIZER_FIBER_H_
