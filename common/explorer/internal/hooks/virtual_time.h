// SPDX-License-Identifier: Apache-2.0
//
// The explored program's time in the terms of the system's clocks: all of them
// show the same, and begin at a time that is the same on every run.
//
// Thread safety: called by the program's thread that runs; Active() only.
// Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_VIRTUAL_TIME_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_VIRTUAL_TIME_H_

#include <ctime>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

// What any clock shows: the time since 1970, or since the machine began.
timespec VirtualNow();

// From now until a clock shows `deadline`; 0 if it does already.
timespec TimeLeft(const timespec& deadline);

void SleepFor(const timespec& duration, Pc pc);

// After a wait that ended because its time was over: so much later is it now. A
// program that looks at the clock would wait once more, for ever.
void LetTimePass(const timespec& duration);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_VIRTUAL_TIME_H_
