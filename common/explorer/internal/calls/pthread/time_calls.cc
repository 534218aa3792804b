// SPDX-License-Identifier: Apache-2.0
//
// Sleeps and clocks, as hooks: time is virtual.

#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/virtual_time.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::SleepFor;
using explorer::internal::TimeLeft;
using explorer::internal::VirtualNow;

}  // namespace

extern "C" {

int INTERPOSED(nanosleep)(const timespec* duration, timespec* left) {
  REAL(nanosleep);
  if (!ActiveHere()) return real(duration, left);
  SleepFor(*duration, CALLER);
  return 0;
}

int INTERPOSED(clock_nanosleep)(clockid_t clock, int flags,
                                const timespec* time, timespec* left) {
  REAL(clock_nanosleep);
  if (!ActiveHere()) return real(clock, flags, time, left);
  SleepFor((flags & TIMER_ABSTIME) != 0 ? TimeLeft(*time) : *time, CALLER);
  return 0;
}

int INTERPOSED(usleep)(useconds_t microseconds) {
  REAL(usleep);
  if (!ActiveHere()) return real(microseconds);
  SleepFor({.tv_sec = static_cast<time_t>(microseconds / 1'000'000),
            .tv_nsec = static_cast<long>(microseconds % 1'000'000) * 1'000},
           CALLER);
  return 0;
}

unsigned INTERPOSED(sleep)(unsigned seconds) {
  REAL(sleep);
  if (!ActiveHere()) return real(seconds);
  SleepFor({.tv_sec = static_cast<time_t>(seconds), .tv_nsec = 0}, CALLER);
  return 0;
}

int INTERPOSED(clock_gettime)(clockid_t clock, timespec* now) noexcept {
  REAL(clock_gettime);
  if (!ActiveHere()) return real(clock, now);
  *now = VirtualNow();
  return 0;
}

int INTERPOSED(gettimeofday)(timeval* now, void* zone) noexcept {
  REAL(gettimeofday);
  if (!ActiveHere()) return real(now, zone);
  const timespec time = VirtualNow();
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1'000;
  return 0;
}

}  // extern "C"
