// SPDX-License-Identifier: Apache-2.0
//
// What a lock does to threads, in three figures: how long a thread keeps it,
// how often it changes hands, and how long a thread that comes back from a
// blocking call waits for it (the convoy). The same are measured in the real
// CPython (cpython.h), so that the model can be held against it.
//
//   ch37::NewGil gil;
//   absl::StatusOr<ch37::Slices> slices =
//       ch37::MeasureSlices(gil, /*threads=*/2, absl::Seconds(1));
//
// Thread safety: from any thread; each call wants a lock of its own.
//
// Source: David Beazley, "Understanding the Python GIL" (PyCon 2010), for the
// convoy.

#ifndef LABS_CH37_PROBES_H_
#define LABS_CH37_PROBES_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/slices.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {

// Lets `threads` (2 or more) threads count for `how_long` after each of them
// has had the lock once, and looks at who has it when.
absl::StatusOr<Slices> MeasureSlices(Gil& gil, int threads,
                                     absl::Duration how_long);

// Sleeps 1 ms `sleeps` (1 or more) times on a thread that gives the lock up for
// that and then wants it back, beside `spinners` (0 or more) threads that
// count. Returns the median of how much longer than 1 ms that took. Each thread
// writes to a track of `recorder`, if there is one.
absl::StatusOr<absl::Duration> MeasureOvershoot(
    Gil& gil, int spinners, int sleeps, TimelineRecorder* recorder = nullptr);

}  // namespace ch37

#endif  // LABS_CH37_PROBES_H_
