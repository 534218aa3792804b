// SPDX-License-Identifier: Apache-2.0
//
// Who did what when: a track for each thread, and on it what the thread was at
// from one moment to another. A bench or demo fills one in; the report page
// draws it, and a trace file carries it to other programs.
//
//   lab::Timeline timeline = {.title = "two threads, new GIL",
//                             .tracks = {"thread 1", "thread 2"}};
//   timeline.intervals.push_back({.track = 0,
//                                 .activity = lab::Activity::kRunning,
//                                 .begin = absl::ZeroDuration(),
//                                 .end = absl::Milliseconds(5)});
//
// Thread safety: values.

#ifndef COMMON_LAB_TIMELINE_H_
#define COMMON_LAB_TIMELINE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lab {

enum class Activity {
  kRunning,  // has what it needs (the lock, a processor) and computes
  kWaiting,  // could run, and waits for the lock
  kBlocked,  // waits in a system call, and needs no lock for that
};

// "running", "waiting" or "blocked".
inline absl::string_view ActivityName(Activity activity) {
  switch (activity) {
    case Activity::kRunning:
      return "running";
    case Activity::kWaiting:
      return "waiting";
    case Activity::kBlocked:
      return "blocked";
  }
  return "unknown";
}

// The same for a reader who doesn't know what is waited for.
inline absl::string_view ActivityText(Activity activity) {
  switch (activity) {
    case Activity::kRunning:
      return "running";
    case Activity::kWaiting:
      return "waiting for the lock";
    case Activity::kBlocked:
      return "blocked in the system";
  }
  return "unknown";
}

// One track's activity from `begin` until before `end`, both counted from the
// timeline's start.
struct Interval {
  int track = 0;  // an index of Timeline::tracks
  Activity activity = Activity::kRunning;
  absl::Duration begin = absl::ZeroDuration();
  absl::Duration end = absl::ZeroDuration();

  friend bool operator==(const Interval&, const Interval&) = default;
};

// Intervals are ordered by `begin`, and those of one track do not overlap.
// Where a track has none, nothing is known of it: it has not begun, or ended.
struct Timeline {
  std::string title = "";
  std::vector<std::string> tracks = {};  // a name for each thread
  std::vector<Interval> intervals = {};
};

}  // namespace lab

#endif  // COMMON_LAB_TIMELINE_H_
