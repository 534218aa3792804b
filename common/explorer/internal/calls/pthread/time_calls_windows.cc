// SPDX-License-Identifier: Apache-2.0
//
// Windows' own sleep, which absl::SleepFor() uses, and the function behind
// time(). A program calls functions of DLLs through pointers, such as
// __imp_Sleep: the linker exchanges these.

#include <time.h>
#include <windows.h>

#include <cstdint>

// A macro for programs of Windows 3, which had to.
#undef Yield

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::VirtualNow;

}  // namespace

extern "C" {

extern decltype(Sleep)* __real___imp_Sleep;

static void WINAPI OurSleep(DWORD milliseconds) {
  if (!ActiveHere()) return __real___imp_Sleep(milliseconds);
  if (milliseconds == 0) {
    explorer::internal::Yield(CALLER);
  } else {
    explorer::internal::Sleep(int64_t{milliseconds} * 1'000'000, CALLER);
  }
}

decltype(Sleep)* __wrap___imp_Sleep = &OurSleep;

extern decltype(_time64)* __real___imp__time64;

static __time64_t OurTime(__time64_t* now) {
  if (!ActiveHere()) return __real___imp__time64(now);
  const __time64_t seconds = VirtualNow().tv_sec;
  if (now != nullptr) *now = seconds;
  return seconds;
}

decltype(_time64)* __wrap___imp__time64 = &OurTime;

}  // extern "C"
