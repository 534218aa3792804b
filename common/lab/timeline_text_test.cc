// SPDX-License-Identifier: Apache-2.0

#include "common/lab/timeline_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Interval Part(int track, Activity activity, int begin_ms, int end_ms) {
  return {.track = track,
          .activity = activity,
          .begin = absl::Milliseconds(begin_ms),
          .end = absl::Milliseconds(end_ms)};
}

// A width that leaves the 20 columns for one track named "t".
constexpr int kTwentyColumns = 23;

// What the line of a track named "t" shows, one column a millisecond.
std::string Drawn(const std::vector<Interval>& intervals) {
  const std::string text =
      TimelineText({.tracks = {"t"}, .intervals = intervals},
                   {.width = kTwentyColumns, .end = absl::Milliseconds(20)});
  return text.substr(3, text.find('\n') - 3);
}

TEST(TimelineTextTest, ShowsALineATrackAnAxisAndALegend) {
  const Timeline timeline = {.title = "two threads",
                             .tracks = {"one", "other"},
                             .intervals = {Part(0, Activity::kRunning, 0, 5),
                                           Part(1, Activity::kWaiting, 0, 5),
                                           Part(0, Activity::kBlocked, 5, 10),
                                           Part(1, Activity::kRunning, 5, 12)}};
  EXPECT_EQ(TimelineText(timeline, {.width = 43}),
            R"(two threads
one   |###############~~~~~~~~~~~~~~~
other |...............#####################
       +--------------+--------------+-----
       0 ms           5 ms           10 ms
# runs   . waits for the lock   ~ blocked   1 column = 333 us
)");
}

TEST(TimelineTextTest, AWindowShowsItsPartOfTheTimeline) {
  const Timeline timeline = {
      .tracks = {"t"},
      .intervals = {Part(0, Activity::kRunning, 0, 15),
                    Part(0, Activity::kWaiting, 15, 40),
                    Part(0, Activity::kRunning, 40, 50)}};
  EXPECT_EQ(TimelineText(timeline, {.width = kTwentyColumns + 10,
                                    .begin = absl::Milliseconds(10),
                                    .end = absl::Milliseconds(40)}),
            R"(t |#####.........................
   +---------+---------+---------
   10 ms     20 ms     30 ms
# runs   . waits for the lock   ~ blocked   1 column = 1.00 ms
)");
}

TEST(TimelineTextTest, LabelsAreWholeNumbersInTheUnitOfTheirStep) {
  const Timeline timeline = {.tracks = {"t"},
                             .intervals = {Part(0, Activity::kRunning, 0, 50)}};
  EXPECT_THAT(TimelineText(timeline, {.width = 63,
                                      .begin = absl::Microseconds(12340),
                                      .end = absl::Microseconds(12400)}),
              HasSubstr("\n   12340 us  12350 us  12360 us  12370 us  12380 "
                        "us  12390 us\n"));
  EXPECT_THAT(TimelineText(timeline, {.width = kTwentyColumns,
                                      .end = absl::Nanoseconds(40)}),
              HasSubstr("\n   0 ns      20 ns\n"));
  EXPECT_THAT(
      TimelineText(timeline, {.width = kTwentyColumns, .end = absl::Hours(1)}),
      HasSubstr("\n   0 s\n"));
}

TEST(TimelineTextTest, AColumnShowsWhatTookMostOfIt) {
  const absl::Duration most = absl::Microseconds(600);
  const std::vector<Interval> intervals = {
      {.track = 0, .activity = Activity::kWaiting, .end = most},
      {.track = 0,
       .activity = Activity::kRunning,
       .begin = most,
       .end = absl::Milliseconds(1)}};
  EXPECT_EQ(Drawn(intervals), ".");
}

TEST(TimelineTextTest, ShortPartsOfAColumnAddUp) {
  std::vector<Interval> intervals;
  for (int i = 0; i < 10; ++i) {
    const absl::Duration begin = absl::Microseconds(100 * i);
    const absl::Duration middle = begin + absl::Microseconds(40);
    intervals.push_back(
        {.activity = Activity::kRunning, .begin = begin, .end = middle});
    intervals.push_back({.activity = Activity::kBlocked,
                         .begin = middle,
                         .end = begin + absl::Microseconds(100)});
  }
  EXPECT_EQ(Drawn(intervals), "~");
}

TEST(TimelineTextTest, InATieRunningComesFirstAndBlockedLast) {
  const absl::Duration half = absl::Microseconds(500);
  auto halves = [half](Activity first, Activity second) {
    return Drawn({{.activity = first, .begin = half * 0, .end = half},
                  {.activity = second, .begin = half, .end = half * 2}});
  };
  EXPECT_EQ(halves(Activity::kWaiting, Activity::kRunning), "#");
  EXPECT_EQ(halves(Activity::kBlocked, Activity::kRunning), "#");
  EXPECT_EQ(halves(Activity::kBlocked, Activity::kWaiting), ".");
}

TEST(TimelineTextTest, AMomentShowsWhereNothingElseIsKnown) {
  EXPECT_EQ(Drawn({{.activity = Activity::kRunning,
                    .begin = absl::Microseconds(2500),
                    .end = absl::Microseconds(2501)}}),
            "  #");
}

TEST(TimelineTextTest, NoLineIsWiderThanAskedForOrEndsInASpace) {
  const Timeline timeline = {.tracks = {"t", "longer name"},
                             .intervals = {Part(0, Activity::kRunning, 0, 7),
                                           Part(1, Activity::kRunning, 3, 5)}};
  for (int width = 62; width <= 200; ++width) {
    const std::string text = TimelineText(timeline, {.width = width});
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(line.size(), width) << line;
      EXPECT_THAT(line, Not(EndsWith(" ")));
    }
  }
}

TEST(TimelineTextTest, EveryColumnOfAFullTrackIsFilled) {
  for (int width = kTwentyColumns; width <= 200; ++width) {
    const Timeline timeline = {
        .tracks = {"t"},
        .intervals = {Part(0, Activity::kRunning, 0, 3),
                      Part(0, Activity::kRunning, 3, 7)}};
    EXPECT_THAT(TimelineText(timeline, {.width = width}),
                StartsWith("t |" + std::string(width - 3, '#') + "\n"));
  }
}

TEST(TimelineTextTest, WithoutIntervalsOnlyNamesShow) {
  EXPECT_EQ(TimelineText({.title = "nothing yet", .tracks = {"a", "b"}}),
            "nothing yet\na |\nb |\n");
  EXPECT_EQ(TimelineText({}), "");
}

using TimelineTextDeathTest = testing::Test;

TEST(TimelineTextDeathTest, ATooNarrowWidthIsAMistake) {
  EXPECT_DEATH(TimelineText({.tracks = {"t"}}, {.width = kTwentyColumns - 1}),
               "make it wider or the names shorter");
}

TEST(TimelineTextDeathTest, AWindowThatEndsBeforeItBeginsIsAMistake) {
  EXPECT_DEATH(TimelineText({.tracks = {"t"}}, {.begin = absl::Seconds(2),
                                                .end = absl::Seconds(1)}),
               "ends after that");
}

TEST(TimelineTextDeathTest, AnIntervalOfNoTrackIsAMistake) {
  EXPECT_DEATH(TimelineText({.tracks = {"t"},
                             .intervals = {Part(1, Activity::kRunning, 0, 1)}}),
               "track 1, and the timeline has 1 tracks");
}

}  // namespace
}  // namespace lab
