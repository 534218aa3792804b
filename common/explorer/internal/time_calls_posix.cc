// SPDX-License-Identifier: Apache-2.0
//
// time(), which is an inline function elsewhere.

#include <time.h>

#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/real.h"
#include "common/explorer/internal/virtual_time.h"

using explorer::internal::ActiveHere;
using explorer::internal::VirtualNow;

extern "C" time_t time(time_t* now) noexcept {
  REAL(time);
  if (!ActiveHere()) return real(now);
  const time_t seconds = VirtualNow().tv_sec;
  if (now != nullptr) *now = seconds;
  return seconds;
}
