// SPDX-License-Identifier: Apache-2.0
//
// The return addresses on the stack of the thread that calls, for the lines
// that a trace shows: calls from within libraries are in it, which the
// compiler's calls (hooks.h) do not tell of.
//
//   std::vector<Pc> stack = CallStack();  // the innermost first
//
// Takes microseconds. Thread safety: yes; may be called by a handler of a
// signal, and goes on to what the signal interrupted.
// Errors: ends where the stack can't be followed.
//
// Source: the Itanium C++ ABI: Exception Handling, 1.3.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_CALL_STACK_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_CALL_STACK_H_

#include <vector>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

std::vector<Pc> CallStack();

// How the thread that calls came to `pc`: first `pc` itself, then what
// CallStack() has between it and the first of `callers` (the innermost first),
// then these. Where it has neither, `pc` and `callers` are all there is.
std::vector<Pc> WayTo(Pc pc, const std::vector<Pc>& callers);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_CALL_STACK_H_
