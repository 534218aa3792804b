// SPDX-License-Identifier: Apache-2.0
//
// PlainCounter: a counter as one writes it first, and as the chapter begins.
//
//   ch38::PlainCounter counter;
//   counter.Increment(1);
//
// `count_ += offset` looks like one step and is three: read, add, write. With
// two threads this is a data race, which in C++ makes the behaviour of the
// whole program undefined: the compiler may take it that nobody else looks, and
// add up a loop in a register.
//
// So the lab never runs it on two threads but where something watches: the
// explorer, which runs one thread at a time and sees each step, and
// ThreadSanitizer. For a stress test on real threads there is RacyCounter
// (counters.h), which loses the same updates and is well-defined.
//
// Thread safety: none; that is the point.

#ifndef LABS_CH38_PLAIN_COUNTER_H_
#define LABS_CH38_PLAIN_COUNTER_H_

#include <cstdint>

namespace ch38 {

class PlainCounter {
 public:
  void Increment(int64_t offset) {
    // Three steps: read, add, write.
    count_ += offset;
  }

  int64_t value() const {
    // One step.
    return count_;
  }

 private:
  int64_t count_ = 0;
};

}  // namespace ch38

#endif  // LABS_CH38_PLAIN_COUNTER_H_
