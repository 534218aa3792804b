// SPDX-License-Identifier: Apache-2.0
//
// What of a timeline a page draws. A page can't hold each of some hundred
// thousand intervals: of a long timeline it keeps the beginning as it was, and
// of the rest it sums up what is too short to be seen anyway.
//
// A track is drawn as three skylines over even columns, one in front of the
// other: running, waiting, blocked. A column that several short intervals share
// is filled in proportion, running at the bottom. timeline_script.h draws the
// same for the part that the reader zooms to.
//
// Thread safety: pure functions. All times are nanoseconds from the timeline's
// start.

#ifndef COMMON_LAB_INTERNAL_TIMELINE_DRAWING_H_
#define COMMON_LAB_INTERNAL_TIMELINE_DRAWING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace lab {

// By Activity.
using Parts = std::array<int64_t, 3>;

// An interval, or several of a track that follow each other.
struct DrawnSpan {
  int64_t begin = 0;
  int64_t end = 0;
  Activity activity = Activity::kRunning;  // of a single interval
  Parts parts = {};                        // time spent at each activity
  int64_t count = 1;                       // of intervals in it
};

struct Drawing {
  std::vector<std::vector<DrawnSpan>> tracks = {};
  // All that begins earlier is drawn as it was; -1: so is everything.
  int64_t exact_until = -1;
  int64_t exact_count = 0;   // of intervals that begin earlier
  int64_t merged_below = 0;  // after that, shorter ones may be summed up
  int64_t blocks = 0;        // spans that sum up more than one interval
};

// At most about `budget` spans.
Drawing Draw(const Timeline& timeline, size_t budget);

// Shares `budget` spans between timelines: each gets what it needs, or as much
// as any other.
std::vector<size_t> ShareBudget(absl::Span<const Timeline> timelines,
                                size_t budget);

inline constexpr int kTrackHeight = 20;

// SVG paths, by Activity, of what the track did from `from` until `to`: an x
// for each column, and a y down to kTrackHeight. "" where there is nothing.
std::array<std::string, 3> Skylines(const std::vector<DrawnSpan>& track,
                                    int64_t from, int64_t to, int columns);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_TIMELINE_DRAWING_H_
