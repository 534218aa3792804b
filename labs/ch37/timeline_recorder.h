// SPDX-License-Identifier: Apache-2.0
//
// Writes down what threads are at while they run, and makes a timeline of it
// afterwards.
//
//   ch37::TimelineRecorder recorder;
//   std::thread thread([track = recorder.AddTrack("thread 1")] {
//     track->Begin(lab::Activity::kRunning);
//     ...
//     track->End();
//   });
//   thread.join();
//   lab::Timeline timeline = recorder.Finish("one thread", true);
//
// It must not change what it measures: each thread writes to memory of its own,
// which was set aside before, and without a lock. To say again what it is at
// already costs a comparison, and anything new a look at the clock and a store:
// `bazel run //labs/ch37:gil_bench` says how many nanoseconds that is.
//
// Thread safety: AddTrack() from any thread; a track belongs to one thread at a
// time; Finish() once all of them are done.
//
// Errors: none. Once a track is full it writes nothing more; dropped() counts.

#ifndef LABS_CH37_TIMELINE_RECORDER_H_
#define LABS_CH37_TIMELINE_RECORDER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/lab/timeline.h"

namespace ch37 {

using TimelineClock = std::chrono::steady_clock;

// What one thread was at, and since when.
class TimelineTrack {
 public:
  TimelineTrack(std::string name, size_t capacity);

  // From now on the thread is at this. Writes nothing where it was so already.
  void Begin(lab::Activity activity) {
    if (now_at_ != activity) Write(activity);
  }

  // As Begin(), where it may have been at something else in between.
  void BeginAgain(lab::Activity activity) { Write(activity); }

  // The thread does nothing more that is of interest.
  void End() { Write(std::nullopt); }

 private:
  friend class TimelineRecorder;

  struct Event {
    TimelineClock::time_point time;
    std::optional<lab::Activity> activity;  // none: the end
  };

  void Write(std::optional<lab::Activity> activity) {
    now_at_ = activity;
    if (events_.size() == events_.capacity()) {
      ++dropped_;
    } else {
      events_.push_back({TimelineClock::now(), activity});
    }
  }

  const std::string name_;
  std::optional<lab::Activity> now_at_;
  std::vector<Event> events_;  // never grows beyond what it was given
  int64_t dropped_ = 0;
};

class TimelineRecorder {
 public:
  // Each track has room for `capacity` events, 24 bytes each.
  explicit TimelineRecorder(size_t capacity = 1 << 16) : capacity_(capacity) {}

  // A track for one thread. It lives as long as the recorder.
  TimelineTrack* AddTrack(absl::string_view name);

  // What the tracks hold, in the order in which they were added. The first
  // event is at 0. With `exclusive` only one thread runs at a time: where
  // another one began to run while this one had not yet noticed that it had
  // lost the lock, this one was waiting for it.
  lab::Timeline Finish(absl::string_view title, bool exclusive) const;

  // Events that did not fit.
  int64_t dropped() const;

 private:
  const size_t capacity_;
  mutable absl::Mutex mu_;
  std::deque<TimelineTrack> tracks_ ABSL_GUARDED_BY(mu_);  // never move
};

}  // namespace ch37

#endif  // LABS_CH37_TIMELINE_RECORDER_H_
