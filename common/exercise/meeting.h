// SPDX-License-Identifier: Apache-2.0
//
// For runners that explore: threads that must all be there before any goes on.
// Code that runs them one after the other, and should not, hangs.
//
//   exercise::Meeting meeting(2);
//   Gather({[&] { meeting.Come(); ... }, [&] { meeting.Come(); ... }});
//
// Whoever comes when all are there goes on at once.
//
// It is all in the header, so that the explorer sees it: a runner's own files
// are instrumented, libraries are not.
//
// Thread safety: Come() may be called by any thread. Errors: none. It waits for
// ever for those who do not come, which the explorer finds.

#ifndef COMMON_EXERCISE_MEETING_H_
#define COMMON_EXERCISE_MEETING_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace exercise {

class Meeting {
 public:
  explicit Meeting(size_t expected) : expected_(expected) {}

  // Returns when `expected` threads have come.
  void Come() {
    const auto all_are_here = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return here_ >= expected_;
    };
    absl::MutexLock lock(&mutex_);
    ++here_;
    mutex_.Await(absl::Condition(&all_are_here));
  }

 private:
  const size_t expected_;
  absl::Mutex mutex_;
  size_t here_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace exercise

#endif  // COMMON_EXERCISE_MEETING_H_
