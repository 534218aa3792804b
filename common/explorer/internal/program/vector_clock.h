// SPDX-License-Identifier: Apache-2.0
//
// How much of each thread's past another moment knows: entry t counts the
// events of thread t that happened before it. One moment happened before
// another if the other one knows of it.
//
//   VectorClock a;         // knows of nothing
//   a.Advance(0);          // thread 0's first event
//   b.Join(a);             // b comes after it
//   b.Knows(0, 1);         // true
//
// Thread safety: a value. Errors: none.
//
// Source: F. Mattern, "Virtual time and global states of distributed systems",
// 1989.

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_VECTOR_CLOCK_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_VECTOR_CLOCK_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

// Events of one thread; a cache line holds the ticks of all.
using Tick = int16_t;
inline constexpr int kMaxTicks = 32'000;

class VectorClock {
 public:
  void Clear() { ticks_.fill(0); }

  // The thread's next event; its number, from 1.
  Tick Advance(int thread) { return ++ticks_[thread]; }

  void Join(const VectorClock& other) {
    // A copy, which can't be the same clock: compilers take many at a time.
    const std::array<Tick, kMaxThreads> others = other.ticks_;
    for (int t = 0; t < kMaxThreads; ++t) {
      ticks_[t] = std::max(ticks_[t], others[t]);
    }
  }

  // What both know.
  void Meet(const VectorClock& other) {
    const std::array<Tick, kMaxThreads> others = other.ticks_;
    for (int t = 0; t < kMaxThreads; ++t) {
      ticks_[t] = std::min(ticks_[t], others[t]);
    }
  }

  // Whether the thread's event of this number happened before.
  bool Knows(int thread, Tick tick) const { return ticks_[thread] >= tick; }

  // Whether all that the other one knows of the first threads happened before.
  bool KnowsAllOf(const VectorClock& other, int threads) const {
    // Four ticks at a time: each difference leaves the bit above its ticks.
    constexpr uint64_t kAbove = 0x8000'8000'8000'8000;
    for (int t = 0; t < threads; t += 4) {
      const uint64_t left = (FourFrom(t) | kAbove) - other.FourFrom(t);
      if ((left & kAbove) != kAbove) return false;
    }
    return true;
  }

  // It knows nothing of threads from this one on, a multiple of four.
  int Threads() const {
    int threads = kMaxThreads;
    while (threads > 0 && FourFrom(threads - 4) == 0) threads -= 4;
    return threads;
  }

  Tick of(int thread) const { return ticks_[thread]; }

  friend bool operator==(const VectorClock& a, const VectorClock& b) {
    return a.ticks_ == b.ticks_;
  }

 private:
  uint64_t FourFrom(int thread) const {
    uint64_t ticks;
    std::memcpy(&ticks, &ticks_[static_cast<size_t>(thread)], sizeof(ticks));
    return ticks;
  }

  alignas(64) std::array<Tick, kMaxThreads> ticks_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_VECTOR_CLOCK_H_
