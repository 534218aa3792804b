// SPDX-License-Identifier: Apache-2.0
//
// What a timeline comes to in figures: how its threads spent their time, and
// how often the lock passed from one to another.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_INTERNAL_TIMELINE_FIGURES_H_
#define COMMON_LAB_INTERNAL_TIMELINE_FIGURES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace lab {

struct TrackFigures {
  absl::Duration running = absl::ZeroDuration();
  absl::Duration waiting = absl::ZeroDuration();
  absl::Duration blocked = absl::ZeroDuration();
  int64_t turns = 0;                                  // intervals that ran
  absl::Duration median_turn = absl::ZeroDuration();  // 0 where there is none

  // All that is known of the thread.
  absl::Duration Recorded() const { return running + waiting + blocked; }
};

struct TimelineFigures {
  absl::Duration length = absl::ZeroDuration();  // until the last end
  std::vector<TrackFigures> tracks = {};         // as Timeline::tracks
  // How often a thread began to run after another one had stopped. Threads that
  // run at the same time hand nothing to each other.
  int64_t hand_offs = 0;
};

// Dies where an interval belongs to no track or ends before it begins.
TimelineFigures FiguresOf(const Timeline& timeline);

// "ran 48 %, waited 52 %" of the time that is recorded; "nothing recorded".
std::string SharesInWords(const TrackFigures& figures);

// "1,234,567"; `count` is 0 or more.
std::string WithThousands(int64_t count);

// "93 hand-offs in 502 ms".
std::string HandOffsInWords(const TimelineFigures& figures);

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_TIMELINE_FIGURES_H_
