// SPDX-License-Identifier: Apache-2.0
//
// Windows' waits for its own objects, such as events and processes. What would
// go on at once is the real call; what would have to wait is an error, as the
// explorer does not see who would end the wait. A time-out is over at once, as
// all time is virtual.
//
// A program calls functions of DLLs through pointers: the linker exchanges
// these.

#include <windows.h>

#include <cstdint>

// A macro for programs of Windows 3, which had to.
#undef Yield

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Pc;
using explorer::internal::Unsupported;

// `real(milliseconds)`: the call, with that time-out. `name`: said of it.
template <typename Real>
DWORD WaitWithin(Real real, DWORD milliseconds, const char* name, Pc pc) {
  const DWORD result = real(0);
  if (result != WAIT_TIMEOUT || milliseconds == 0) return result;
  if (milliseconds == INFINITE) Unsupported(name, pc);
  explorer::internal::Sleep(int64_t{milliseconds} * 1'000'000, pc);
  return real(0);
}

}  // namespace

extern "C" {

// The time-out comes last, or before `alertable`.
#define WAITS(name, parameters, real_call, ...)                    \
  extern decltype(name)* __real___imp_##name;                      \
  static DWORD WINAPI Our##name parameters {                       \
    if (!ActiveHere()) return __real___imp_##name(__VA_ARGS__);    \
    return WaitWithin(                                             \
        [&](DWORD time) { return __real___imp_##name real_call; }, \
        milliseconds, #name "() that would have to wait", CALLER); \
  }                                                                \
  decltype(name)* __wrap___imp_##name = &Our##name

WAITS(WaitForSingleObject, (HANDLE object, DWORD milliseconds), (object, time),
      object, milliseconds);
WAITS(WaitForSingleObjectEx,
      (HANDLE object, DWORD milliseconds, BOOL alertable),
      (object, time, alertable), object, milliseconds, alertable);
WAITS(WaitForMultipleObjects,
      (DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds),
      (count, objects, all, time), count, objects, all, milliseconds);
WAITS(WaitForMultipleObjectsEx,
      (DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds,
       BOOL alertable),
      (count, objects, all, time, alertable), count, objects, all, milliseconds,
      alertable);

}  // extern "C"
