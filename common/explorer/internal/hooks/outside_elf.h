// SPDX-License-Identifier: Apache-2.0
//
// ELF: a thread_local variable, of an address that costs nothing.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_ELF_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_ELF_H_

namespace explorer::internal {

// True in every thread that does not say otherwise, from its first moment: what
// the C library or a sanitizer does for a new thread is no part of the program.
extern constinit thread_local bool t_is_outside;

inline bool IsOutside() { return t_is_outside; }
inline void SetOutside(bool outside) { t_is_outside = outside; }

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_OUTSIDE_ELF_H_
