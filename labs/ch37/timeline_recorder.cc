// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/timeline_recorder.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace ch37 {
namespace {

using lab::Activity;
using lab::Interval;

// When each track began to run, in order of time.
std::vector<absl::Duration> RunningBegins(
    const std::vector<Interval>& intervals) {
  std::vector<absl::Duration> begins;
  for (const Interval& interval : intervals) {
    if (interval.activity == Activity::kRunning) {
      begins.push_back(interval.begin);
    }
  }
  std::sort(begins.begin(), begins.end());
  return begins;
}

// Splits each running interval in which another track begins to run: from there
// on it was waiting. (A track's own next begin is not inside of it.)
std::vector<Interval> OneAtATime(const std::vector<Interval>& intervals) {
  const std::vector<absl::Duration> begins = RunningBegins(intervals);
  std::vector<Interval> split;
  for (Interval interval : intervals) {
    const auto next =
        std::upper_bound(begins.begin(), begins.end(), interval.begin);
    const bool lost = interval.activity == Activity::kRunning &&
                      next != begins.end() && *next < interval.end;
    if (!lost) {
      split.push_back(interval);
      continue;
    }
    Interval waiting = interval;
    waiting.activity = Activity::kWaiting;
    interval.end = waiting.begin = *next;
    split.push_back(interval);
    split.push_back(waiting);
  }
  return split;
}

// Makes one of neighbours on a track that are the same; `intervals` are of one
// track after the other.
std::vector<Interval> Merged(const std::vector<Interval>& intervals) {
  std::vector<Interval> merged;
  for (const Interval& interval : intervals) {
    if (interval.begin == interval.end) continue;
    if (!merged.empty() && merged.back().track == interval.track &&
        merged.back().activity == interval.activity &&
        merged.back().end == interval.begin) {
      merged.back().end = interval.end;
    } else {
      merged.push_back(interval);
    }
  }
  return merged;
}

}  // namespace

TimelineTrack::TimelineTrack(std::string name, size_t capacity)
    : name_(std::move(name)) {
  events_.reserve(capacity);
}

TimelineTrack* TimelineRecorder::AddTrack(absl::string_view name) {
  absl::MutexLock lock(&mu_);
  return &tracks_.emplace_back(std::string(name), capacity_);
}

lab::Timeline TimelineRecorder::Finish(absl::string_view title,
                                       bool exclusive) const {
  absl::MutexLock lock(&mu_);
  TimelineClock::time_point start = TimelineClock::time_point::max();
  for (const TimelineTrack& track : tracks_) {
    if (!track.events_.empty()) {
      start = std::min(start, track.events_.front().time);
    }
  }
  lab::Timeline timeline = {.title = std::string(title)};
  std::vector<Interval> intervals;
  for (const TimelineTrack& track : tracks_) {
    const int number = static_cast<int>(timeline.tracks.size());
    timeline.tracks.push_back(track.name_);
    for (size_t i = 0; i + 1 < track.events_.size(); ++i) {
      const TimelineTrack::Event& event = track.events_[i];
      if (!event.activity) continue;
      intervals.push_back(
          {number, *event.activity, absl::FromChrono(event.time - start),
           absl::FromChrono(track.events_[i + 1].time - start)});
    }
  }
  if (exclusive) intervals = OneAtATime(intervals);
  timeline.intervals = Merged(intervals);
  std::stable_sort(
      timeline.intervals.begin(), timeline.intervals.end(),
      [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
  return timeline;
}

int64_t TimelineRecorder::dropped() const {
  absl::MutexLock lock(&mu_);
  int64_t dropped = 0;
  for (const TimelineTrack& track : tracks_) dropped += track.dropped_;
  return dropped;
}

}  // namespace ch37
