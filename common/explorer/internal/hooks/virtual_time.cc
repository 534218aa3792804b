// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/virtual_time.h"

#include <cstdint>
#include <ctime>
#include <limits>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

// 2020-01-01 00:00 UTC.
constexpr int64_t kBegin = 1'577'836'800 * kSecond;

// "Never" is often said by a time that is too large to count.
int64_t Nanoseconds(const timespec& time) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  if (time.tv_sec >= kMost / kSecond) return kMost;
  return time.tv_sec * kSecond + time.tv_nsec;
}

timespec TimespecOf(int64_t nanoseconds) {
  timespec time;
  time.tv_sec = nanoseconds / kSecond;
  time.tv_nsec = nanoseconds % kSecond;
  return time;
}

}  // namespace

timespec VirtualNow() { return TimespecOf(kBegin + NowNanoseconds()); }

timespec TimeLeft(const timespec& deadline) {
  const int64_t left = Nanoseconds(deadline) - Nanoseconds(VirtualNow());
  return TimespecOf(left > 0 ? left : 0);
}

void SleepFor(const timespec& duration, Pc pc) {
  const int64_t nanoseconds = Nanoseconds(duration);
  if (nanoseconds > 0) Sleep(nanoseconds, pc);
}

void LetTimePass(const timespec& duration) {
  const int64_t nanoseconds = Nanoseconds(duration);
  if (nanoseconds > 0) LetTimePass(nanoseconds);
}

}  // namespace explorer::internal
