// SPDX-License-Identifier: Apache-2.0
//
// How often threads had to queue for an absl::Mutex, as Abseil's own hook tells
// it. A slow program may be slow because it waits for locks, or for another
// reason; this is how to know.
//
//   ch38::ContentionRecorder recorder;
//   CountReadings(counter, 5, 100'000);
//   int64_t times = recorder.Stop().total();
//
// Counted is each time that a lock was handed to threads which had been put to
// sleep over it. A thread that got the lock after spinning a little was not,
// and costs little; who waits for a condition is not, either. std::mutex has no
// such hook.
//
// Thread safety: one recorder at a time in a process; it hears of the locks of
// all threads. Errors: a second recorder ends the program with a message, and
// of more than kMaxLocks locks the rest counts as one.
//
// Source: RegisterMutexTracer in absl/synchronization/mutex.h.

#ifndef LABS_CH38_CONTENTION_H_
#define LABS_CH38_CONTENTION_H_

#include <cstdint>
#include <vector>

namespace ch38 {

struct Contention {
  // Of each lock that was contended at all, how often; the most first.
  std::vector<int64_t> times = {};

  int64_t total() const;
};

class ContentionRecorder {
 public:
  static constexpr int kMaxLocks = 64;

  // Begins to count.
  ContentionRecorder();
  ~ContentionRecorder();

  ContentionRecorder(const ContentionRecorder&) = delete;
  ContentionRecorder& operator=(const ContentionRecorder&) = delete;

  // Ends it. Called once, when the threads that were to be heard are joined.
  Contention Stop();
};

}  // namespace ch38

#endif  // LABS_CH38_CONTENTION_H_
