// SPDX-License-Identifier: Apache-2.0
//
// Where a function was called from, for the hooks: the address after the call.
//
//   int sched_yield() {
//     if (!ActiveHere()) return real_sched_yield();
//     Yield(CALLER);
//     return 0;
//   }
//
// Stands in the function that the program calls itself, not in one below it.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_CALLER_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_CALLER_H_

#define CALLER __builtin_extract_return_addr(__builtin_return_address(0))

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_CALLER_H_
