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

#ifndef COMMON_EXPLORER_INTERNAL_VECTOR_CLOCK_H_
#define COMMON_EXPLORER_INTERNAL_VECTOR_CLOCK_H_

#include <algorithm>
#include <array>
#include <cstdint>

#include "common/explorer/internal/operation.h"

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
    for (int t = 0; t < kMaxThreads; ++t) {
      ticks_[t] = std::max(ticks_[t], other.ticks_[t]);
    }
  }

  // Whether the thread's event of this number happened before.
  bool Knows(int thread, Tick tick) const { return ticks_[thread] >= tick; }

  Tick of(int thread) const { return ticks_[thread]; }

  friend bool operator==(const VectorClock& a, const VectorClock& b) {
    return a.ticks_ == b.ticks_;
  }

 private:
  alignas(64) std::array<Tick, kMaxThreads> ticks_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_VECTOR_CLOCK_H_
