// SPDX-License-Identifier: Apache-2.0
//
// time(), which is an inline function elsewhere.

#include <time.h>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

using explorer::internal::ActiveHere;
using explorer::internal::VirtualNow;

extern "C" time_t time(time_t* now) noexcept {
  REAL(time);
  if (!ActiveHere()) return real(now);
  const time_t seconds = VirtualNow().tv_sec;
  if (now != nullptr) *now = seconds;
  return seconds;
}
