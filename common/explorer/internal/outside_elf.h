// SPDX-License-Identifier: Apache-2.0
//
// ELF: a thread_local variable, of an address that costs nothing. Set in
// threads that began while nothing was explored. False in new fibers, whose
// thread_local variables begin with their initial values.

#ifndef COMMON_EXPLORER_INTERNAL_OUTSIDE_ELF_H_
#define COMMON_EXPLORER_INTERNAL_OUTSIDE_ELF_H_

namespace explorer::internal {

extern constinit thread_local bool t_is_outside;

inline bool IsOutside() { return t_is_outside; }
inline void SetOutside(bool outside) { t_is_outside = outside; }

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_OUTSIDE_ELF_H_
