// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_drawing.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr Activity kRunning = Activity::kRunning;
constexpr Activity kWaiting = Activity::kWaiting;
constexpr Activity kBlocked = Activity::kBlocked;

Interval At(int track, Activity activity, int64_t begin, int64_t end) {
  return {track, activity, absl::Nanoseconds(begin), absl::Nanoseconds(end)};
}

// Two threads that take turns of 10 ns.
Timeline TakingTurns(int turns) {
  Timeline timeline = {.title = "t", .tracks = {"one", "two"}};
  for (int64_t i = 0; i < turns; ++i) {
    const int runs = static_cast<int>(i % 2);
    timeline.intervals.push_back(At(runs, kRunning, 10 * i, 10 * i + 10));
    timeline.intervals.push_back(At(1 - runs, kWaiting, 10 * i, 10 * i + 10));
  }
  return timeline;
}

int64_t TimeAt(const std::vector<DrawnSpan>& track, Activity activity) {
  int64_t sum = 0;
  for (const DrawnSpan& span : track) {
    sum += span.parts[static_cast<size_t>(activity)];
  }
  return sum;
}

int64_t Intervals(const Drawing& drawing) {
  int64_t sum = 0;
  for (const std::vector<DrawnSpan>& track : drawing.tracks) {
    for (const DrawnSpan& span : track) sum += span.count;
  }
  return sum;
}

size_t Spans(const Drawing& drawing) {
  size_t sum = 0;
  for (const std::vector<DrawnSpan>& track : drawing.tracks)
    sum += track.size();
  return sum;
}

TEST(TimelineDrawingTest, WhatFitsIsDrawnAsItWas) {
  const Drawing drawing = Draw(TakingTurns(50), 100);
  EXPECT_THAT(drawing.tracks, ElementsAre(SizeIs(50), SizeIs(50)));
  EXPECT_EQ(drawing.exact_until, -1);
  EXPECT_EQ(drawing.exact_count, 100);
  EXPECT_EQ(drawing.blocks, 0);
  EXPECT_EQ(drawing.tracks[1][1].begin, 10);
  EXPECT_EQ(drawing.tracks[1][1].activity, kRunning);
}

TEST(TimelineDrawingTest, ALongOneIsSummedUpAfterItsBeginning) {
  const Drawing drawing = Draw(TakingTurns(100'000), 1'000);
  EXPECT_LE(Spans(drawing), 1'000);
  EXPECT_EQ(drawing.exact_count, 500);
  EXPECT_EQ(drawing.exact_until, 2'500);
  EXPECT_GT(drawing.blocks, 100);
  EXPECT_EQ(drawing.tracks[0][249].count, 1);
  EXPECT_EQ(drawing.tracks[0][249].end, 2'500);
  EXPECT_GT(drawing.tracks[0][250].count, 1);
}

TEST(TimelineDrawingTest, SummingUpLosesNoTimeAndNoInterval) {
  const Drawing drawing = Draw(TakingTurns(100'000), 1'000);
  EXPECT_EQ(Intervals(drawing), 200'000);
  for (const std::vector<DrawnSpan>& track : drawing.tracks) {
    EXPECT_EQ(TimeAt(track, kRunning), 500'000);
    EXPECT_EQ(TimeAt(track, kWaiting), 500'000);
    for (size_t i = 1; i < track.size(); ++i) {
      EXPECT_EQ(track[i].begin, track[i - 1].end);
    }
  }
}

TEST(TimelineDrawingTest, WhatIsLongIsDrawnAsItWasWhereverItIs) {
  Timeline timeline = TakingTurns(10'000);
  timeline.intervals.push_back(At(0, kRunning, 100'000, 200'000));
  timeline.intervals.push_back(At(0, kWaiting, 200'000, 200'010));
  timeline.intervals.push_back(At(0, kWaiting, 200'010, 200'020));
  const Drawing drawing = Draw(timeline, 1'000);
  const std::vector<DrawnSpan>& track = drawing.tracks[0];
  const DrawnSpan& last = track.at(track.size() - 1);
  const DrawnSpan& longest = track.at(track.size() - 2);
  EXPECT_EQ(longest.begin, 100'000);
  EXPECT_EQ(longest.end, 200'000);
  EXPECT_EQ(longest.count, 1);
  EXPECT_EQ(last.count, 2);
  EXPECT_EQ(last.begin, 200'000);
}

TEST(TimelineDrawingTest, ShortTimelinesLeaveTheirShareToLongOnes) {
  const std::vector<Timeline> timelines = {TakingTurns(500), TakingTurns(5),
                                           TakingTurns(500)};
  EXPECT_THAT(ShareBudget(timelines, 1'010), ElementsAre(500, 10, 500));
  EXPECT_THAT(ShareBudget(timelines, 10'000), ElementsAre(1'000, 10, 1'000));
}

// The skylines of one track from 0 to 100 in ten columns.
std::array<std::string, 3> Drawn(const std::vector<Interval>& intervals) {
  const Drawing drawing =
      Draw({.tracks = {"one"}, .intervals = intervals}, 1'000);
  return Skylines(drawing.tracks.at(0), 0, 100, 10);
}

TEST(TimelineDrawingTest, AnIntervalIsAsWideAsItIsLong) {
  EXPECT_THAT(Drawn({At(0, kRunning, 0, 30), At(0, kWaiting, 30, 50),
                     At(0, kBlocked, 70, 100)}),
              ElementsAre("M0 20V0H3V20", "M3 20V0H5V20", "M7 20V0H10V20"));
}

TEST(TimelineDrawingTest, EdgesStandAtTheNearestColumn) {
  EXPECT_THAT(Drawn({At(0, kRunning, 0, 32), At(0, kWaiting, 32, 56)}),
              ElementsAre("M0 20V0H3V20", "M3 20V0H6V20", ""));
}

TEST(TimelineDrawingTest, ShortIntervalsShareAColumnsHeight) {
  EXPECT_THAT(Drawn({At(0, kRunning, 0, 5), At(0, kWaiting, 5, 7),
                     At(0, kBlocked, 7, 10)}),
              ElementsAre("M0 20V10H1V20", "M0 20V6H1V20", "M0 20V0H1V20"));
}

TEST(TimelineDrawingTest, AShortTurnIsSeen) {
  EXPECT_THAT(Drawn({At(0, kBlocked, 0, 55), At(0, kRunning, 55, 56),
                     At(0, kBlocked, 56, 100)}),
              ElementsAre("M5 20V17H6V20", "", "M0 20V0H10V20"));
}

TEST(TimelineDrawingTest, NothingRecordedIsBlank) {
  EXPECT_THAT(Drawn({}), ElementsAre("", "", ""));
  EXPECT_THAT(Drawn({At(0, kRunning, 50, 50)}), ElementsAre("", "", ""));
}

TEST(TimelineDrawingTest, APartCanBeDrawn) {
  const Drawing drawing =
      Draw({.tracks = {"one"}, .intervals = {At(0, kRunning, 0, 100)}}, 1'000);
  EXPECT_THAT(Skylines(drawing.tracks.at(0), 90, 110, 10),
              ElementsAre("M0 20V0H5V20", "", ""));
}

}  // namespace
}  // namespace lab
