// SPDX-License-Identifier: Apache-2.0
//
// Timelines for tests to draw: the same on every run.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_TESTING_SAMPLE_TIMELINES_H_
#define COMMON_LAB_TESTING_SAMPLE_TIMELINES_H_

#include <string>

#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace lab {

// `threads` that pass one lock around: each computes for `work` in turns of
// about `turn`, and waits in between.
Timeline TakingTurns(const std::string& title, int threads, absl::Duration work,
                     absl::Duration turn);

// `threads` that compute for `work`, a little longer each, without any lock.
Timeline SideBySide(const std::string& title, int threads, absl::Duration work);

// A thread that computes for 100 ms, and one that sleeps 9 ms, waits 5 ms for
// the lock and has it for 20 us, over and over.
Timeline SleeperAndSpinner(const std::string& title);

}  // namespace lab

#endif  // COMMON_LAB_TESTING_SAMPLE_TIMELINES_H_
