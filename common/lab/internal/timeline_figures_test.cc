// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_figures.h"

#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

Interval At(int track, Activity activity, int begin_ms, int end_ms) {
  return {track, activity, absl::Milliseconds(begin_ms),
          absl::Milliseconds(end_ms)};
}

Timeline Of(std::vector<Interval> intervals) {
  return {.title = "t", .tracks = {"one", "two"}, .intervals = intervals};
}

TEST(TimelineFiguresTest, ATracksTimeIsCountedByActivity) {
  const TimelineFigures figures = FiguresOf(
      Of({At(0, Activity::kRunning, 0, 5), At(1, Activity::kWaiting, 0, 5),
          At(0, Activity::kBlocked, 5, 6), At(1, Activity::kRunning, 5, 20)}));
  EXPECT_EQ(figures.length, absl::Milliseconds(20));
  EXPECT_EQ(figures.tracks.at(0).running, absl::Milliseconds(5));
  EXPECT_EQ(figures.tracks.at(0).blocked, absl::Milliseconds(1));
  EXPECT_EQ(figures.tracks.at(1).running, absl::Milliseconds(15));
  EXPECT_EQ(figures.tracks.at(1).waiting, absl::Milliseconds(5));
  EXPECT_EQ(figures.tracks.at(1).Recorded(), absl::Milliseconds(20));
}

TEST(TimelineFiguresTest, ATurnIsAnIntervalThatRan) {
  const TimelineFigures figures = FiguresOf(
      Of({At(0, Activity::kRunning, 0, 1), At(0, Activity::kWaiting, 1, 2),
          At(0, Activity::kRunning, 2, 12), At(0, Activity::kWaiting, 12, 13),
          At(0, Activity::kRunning, 13, 18)}));
  EXPECT_EQ(figures.tracks.at(0).turns, 3);
  EXPECT_EQ(figures.tracks.at(0).median_turn, absl::Milliseconds(5));
  EXPECT_EQ(figures.tracks.at(1).turns, 0);
  EXPECT_EQ(figures.tracks.at(1).median_turn, absl::ZeroDuration());
}

TEST(TimelineFiguresTest, AHandOffIsAnotherThreadsTurn) {
  EXPECT_EQ(FiguresOf(Of({At(0, Activity::kRunning, 0, 5),
                          At(1, Activity::kRunning, 5, 6),
                          At(1, Activity::kRunning, 7, 8),
                          At(0, Activity::kRunning, 9, 10)}))
                .hand_offs,
            2);
}

TEST(TimelineFiguresTest, ThreadsThatRunAtTheSameTimeHandNothingOver) {
  EXPECT_EQ(FiguresOf(Of({At(0, Activity::kRunning, 0, 5),
                          At(1, Activity::kRunning, 1, 4),
                          At(1, Activity::kRunning, 4, 9),
                          At(0, Activity::kRunning, 6, 7)}))
                .hand_offs,
            0);
}

TEST(TimelineFiguresTest, SharesAreOfTheTimeThatIsRecorded) {
  EXPECT_EQ(SharesInWords(
                {.running = absl::Seconds(48), .waiting = absl::Seconds(52)}),
            "ran 48 %, waited 52 %");
  EXPECT_EQ(SharesInWords({.running = absl::Milliseconds(1),
                           .blocked = absl::Seconds(1)}),
            "ran 0.10 %, was blocked 99.90 %");
  EXPECT_EQ(SharesInWords({.running = absl::Seconds(1)}), "ran 100 %");
  EXPECT_EQ(SharesInWords({}), "nothing recorded");
}

TEST(TimelineFiguresTest, HandOffsAreCountedInWords) {
  EXPECT_EQ(
      HandOffsInWords({.length = absl::Milliseconds(502), .hand_offs = 93}),
      "93 hand-offs in 502 ms");
  EXPECT_EQ(HandOffsInWords({.length = absl::Seconds(1), .hand_offs = 1}),
            "1 hand-off in 1.00 s");
  EXPECT_EQ(HandOffsInWords({.length = absl::Seconds(1)}),
            "no hand-offs in 1.00 s");
}

TEST(TimelineFiguresTest, LargeCountsAreSetInThousands) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(59'642), "59,642");
  EXPECT_EQ(WithThousands(1'000'000), "1,000,000");
}

TEST(TimelineFiguresDeathTest, AnIntervalOfNoTrackIsRefused) {
  EXPECT_DEATH(FiguresOf(Of({At(2, Activity::kRunning, 0, 1)})),
               "'t' has no track 2");
}

TEST(TimelineFiguresDeathTest, AnIntervalThatEndsBeforeItBeginsIsRefused) {
  EXPECT_DEATH(FiguresOf(Of({At(0, Activity::kRunning, 2, 1)})),
               "'t' has an interval from 2ms to 1ms");
}

}  // namespace
}  // namespace lab
