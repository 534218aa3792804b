// SPDX-License-Identifier: Apache-2.0
//
// Draws a timeline for a terminal: a line a track, a character a slice of time.
//
//   std::cout << lab::TimelineText(timeline, {.width = 43});
//
//   two threads
//   one   |###############~~~~~~~~~~~~~~~
//   other |...............#####################
//          +--------------+--------------+-----
//          0 ms           5 ms           10 ms
//   # runs   . waits for the lock   ~ blocked   1 column = 333 us
//
// A column shows the activity that the track spent most of the column's time
// in. In a tie running comes before waiting, and waiting before blocked. A
// column is blank only where nothing at all is known of the track, so that a
// thread that lived for a moment shows.
//
// Thread safety: pure function. Errors: none at run time; options that leave no
// room, intervals of tracks that are not there and such are a mistake of the
// program, and end it with a message that says which.

#ifndef COMMON_LAB_TIMELINE_TEXT_H_
#define COMMON_LAB_TIMELINE_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "common/lab/text.h"
#include "common/lab/timeline.h"

namespace lab {

struct TimelineTextOptions {
  // In bytes, track names included; leaves at least 20 columns beside them.
  // The legend below is one line of 62 at most, whatever the width.
  int width = kColumns;
  // The window to draw: from `begin` until before `end`, which is later. An
  // infinite `end` stands for the end of the last interval.
  absl::Duration begin = absl::ZeroDuration();
  absl::Duration end = absl::InfiniteDuration();
};

// Every line ends in '\n' and none in a space. Of a window in which there is
// no time (a timeline without intervals, say) only title and names are shown.
std::string TimelineText(const Timeline& timeline,
                         const TimelineTextOptions& options = {});

}  // namespace lab

#endif  // COMMON_LAB_TIMELINE_TEXT_H_
