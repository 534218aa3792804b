// SPDX-License-Identifier: Apache-2.0
//
// PE (Windows): threads are outside until they say otherwise, since what
// MinGW's pthread does before a new thread's first function, and after its
// last, is taken over like the program's own calls.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_PE_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_PE_H_

namespace explorer::internal {

bool IsOutside();
void SetOutside(bool outside);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_PE_H_
