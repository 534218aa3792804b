// SPDX-License-Identifier: Apache-2.0
//
// Waiting until somebody changes a word and says so, on the hooks: what Linux's
// futex does for std::atomic::wait, and Abseil's spin locks for
// absl::call_once.
//
//   FutexWait(&word, 1, CALLER);  // while word is 1, until a wake
//
// Looking and beginning to wait are one step to others, as the word's value and
// its waiters have a lock of their own.
//
// Thread safety: called by the program's thread that runs; Active() only.
//
// Source: man 2 futex.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_FUTEX_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_FUTEX_H_

#include <cstdint>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

// Returns after a wake; at once, and false, if `word` is not `value`.
bool FutexWait(volatile uint32_t* word, uint32_t value, Pc pc);

enum class FutexResult : uint8_t { kWoken, kOtherValue, kTimeOut };

// The same, but it may also be sooner.
FutexResult FutexWaitWithin(volatile uint32_t* word, uint32_t value, Pc pc);

void FutexWakeOne(volatile uint32_t* word, Pc pc);
void FutexWakeAll(volatile uint32_t* word, Pc pc);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_FUTEX_H_
