// SPDX-License-Identifier: Apache-2.0
//
// Tells ASan and TSan which fiber runs, and on what stack; they follow the
// calls of each. Does nothing in a program that is built with neither.
//
//   LeaveFor(from, to, /*for_good=*/false);
//   explorer_switch_context(...);
//   Arrived(to, from);
//
// Thread safety: used by the OS thread that runs the fibers.
// Errors: none.
//
// Source: sanitizer/common_interface_defs.h, sanitizer/tsan_interface.h.

#ifndef COMMON_EXPLORER_INTERNAL_SANITIZER_FIBER_H_
#define COMMON_EXPLORER_INTERNAL_SANITIZER_FIBER_H_

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
  // ASan's: where its functions keep variables to notice use after return.
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
                     [[maybe_unused]] SanitizerFiber& to,
                     [[maybe_unused]] bool for_good) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  __sanitizer_start_switch_fiber(for_good ? nullptr : &from.fake_stack,
                                 to.stack, to.stack_bytes);
  if (for_good) from.fake_stack = nullptr;
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

// The fiber will not be switched to again. Called by `home`.
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
__attribute__((no_sanitize("address")))
#endif
inline void
EndFiber([[maybe_unused]] SanitizerFiber& home,
         [[maybe_unused]] SanitizerFiber& fiber) {
#ifdef ABSL_HAVE_ADDRESS_SANITIZER
  if (fiber.fake_stack != nullptr) {
    // ASan frees it when the fiber it believes to run is left for good.
    LeaveFor(home, fiber, /*for_good=*/false);
    Arrived(fiber, home);
    LeaveFor(fiber, home, /*for_good=*/true);
    Arrived(home, fiber);
  }
  __asan_unpoison_memory_region(fiber.stack, fiber.stack_bytes);
#endif
#ifdef ABSL_HAVE_THREAD_SANITIZER
  if (fiber.tsan != nullptr) __tsan_destroy_fiber(fiber.tsan);
  fiber.tsan = nullptr;
#endif
}

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SANITIZER_FIBER_H_
