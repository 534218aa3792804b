// SPDX-License-Identifier: Apache-2.0
//
// What ends a program, makes another process of it, or a thread that is not
// pthread's: a failed assertion is a finding, the rest can't be explored.
//
// A program calls functions of DLLs through pointers, such as __imp__assert for
// _assert: here the linker exchanges these.

#include <assert.h>
#include <process.h>
#include <windows.h>

#include <cstdio>

// A macro for programs of Windows 3, which had to.
#undef Yield

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Fail;
using explorer::internal::Unsupported;

}  // namespace

extern "C" {

extern decltype(_assert)* __real___imp__assert;

// Of assert().
static void Assert(const char* expression, const char* file, unsigned line) {
  if (ActiveHere()) {
    char text[512];
    snprintf(text, sizeof(text), "assertion failed: %s, in %s:%u", expression,
             file, line);
    Fail(text, CALLER);
  }
  __real___imp__assert(expression, file, line);
}

decltype(_assert)* __wrap___imp__assert = &Assert;

#define UNSUPPORTED(name)                                    \
  extern decltype(name)* __real___imp_##name;                \
  decltype(name)* __wrap___imp_##name =                      \
      [](auto... arguments) __attribute__((always_inline)) { \
    if (ActiveHere()) Unsupported(#name, CALLER);            \
    return __real___imp_##name(arguments...);                \
  }

UNSUPPORTED(CreateProcessA);
UNSUPPORTED(CreateProcessW);
UNSUPPORTED(CreateThread);
UNSUPPORTED(ExitProcess);
UNSUPPORTED(TerminateProcess);
UNSUPPORTED(_beginthread);
UNSUPPORTED(_beginthreadex);

}  // extern "C"
