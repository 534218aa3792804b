// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/timeline_recorder.h"

#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::lab::Activity;
using ::lab::Interval;
using ::lab::Timeline;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Waits until the clock has moved, so that what is written next is later.
void Tick() {
  const auto start = TimelineClock::now();
  while (TimelineClock::now() == start) continue;
}

std::vector<Interval> OfTrack(const Timeline& timeline, int track) {
  std::vector<Interval> intervals;
  for (const Interval& interval : timeline.intervals) {
    if (interval.track == track) intervals.push_back(interval);
  }
  return intervals;
}

std::vector<Activity> ActivitiesOf(const std::vector<Interval>& intervals) {
  std::vector<Activity> activities;
  for (const Interval& interval : intervals) {
    activities.push_back(interval.activity);
  }
  return activities;
}

TEST(TimelineRecorderTest, TellsWhatAThreadWasAtInOrder) {
  TimelineRecorder recorder;
  TimelineTrack* track = recorder.AddTrack("thread 1");
  for (Activity activity :
       {Activity::kWaiting, Activity::kRunning, Activity::kBlocked}) {
    track->Begin(activity);
    Tick();
  }
  track->End();
  const Timeline timeline = recorder.Finish("one", /*exclusive=*/true);
  EXPECT_EQ(timeline.title, "one");
  EXPECT_THAT(timeline.tracks, ElementsAre("thread 1"));
  EXPECT_THAT(
      ActivitiesOf(timeline.intervals),
      ElementsAre(Activity::kWaiting, Activity::kRunning, Activity::kBlocked));
  EXPECT_EQ(timeline.intervals[0].begin, absl::ZeroDuration());
  EXPECT_EQ(timeline.intervals[0].end, timeline.intervals[1].begin);
  EXPECT_EQ(timeline.intervals[1].end, timeline.intervals[2].begin);
}

TEST(TimelineRecorderTest, TheSameAgainIsNotWritten) {
  TimelineRecorder recorder(/*capacity=*/2);
  TimelineTrack* track = recorder.AddTrack("thread 1");
  for (int i = 0; i < 1000; ++i) track->Begin(Activity::kRunning);
  Tick();
  track->End();
  EXPECT_THAT(recorder.Finish("one", true).intervals, SizeIs(1));
  EXPECT_EQ(recorder.dropped(), 0);
}

TEST(TimelineRecorderTest, AThreadThatLostTheLockWaitsFromThatMomentOn) {
  TimelineRecorder recorder;
  TimelineTrack* first = recorder.AddTrack("first");
  TimelineTrack* second = recorder.AddTrack("second");
  first->Begin(Activity::kRunning);
  Tick();
  second->Begin(Activity::kRunning);  // and the first has not noticed
  Tick();
  first->Begin(Activity::kWaiting);
  Tick();
  first->End();
  second->End();
  const Timeline timeline = recorder.Finish("two", /*exclusive=*/true);
  const std::vector<Interval> firsts = OfTrack(timeline, 0);
  const std::vector<Interval> seconds = OfTrack(timeline, 1);
  EXPECT_THAT(ActivitiesOf(firsts),
              ElementsAre(Activity::kRunning, Activity::kWaiting));
  EXPECT_THAT(ActivitiesOf(seconds), ElementsAre(Activity::kRunning));
  EXPECT_EQ(firsts[0].end, seconds[0].begin);
  EXPECT_EQ(firsts[1].begin, seconds[0].begin);
}

TEST(TimelineRecorderTest, AThreadThatLostTheLockAndGotItBackRunsAgain) {
  TimelineRecorder recorder;
  TimelineTrack* first = recorder.AddTrack("first");
  TimelineTrack* second = recorder.AddTrack("second");
  first->Begin(Activity::kRunning);
  Tick();
  second->Begin(Activity::kRunning);
  Tick();
  second->End();
  Tick();
  first->BeginAgain(Activity::kRunning);  // it never had to wait
  Tick();
  first->End();
  EXPECT_THAT(
      ActivitiesOf(OfTrack(recorder.Finish("two", true), 0)),
      ElementsAre(Activity::kRunning, Activity::kWaiting, Activity::kRunning));
}

TEST(TimelineRecorderTest, WithoutALockThreadsRunSideBySide) {
  TimelineRecorder recorder;
  TimelineTrack* first = recorder.AddTrack("first");
  TimelineTrack* second = recorder.AddTrack("second");
  first->Begin(Activity::kRunning);
  Tick();
  second->Begin(Activity::kRunning);
  Tick();
  first->End();
  second->End();
  const Timeline timeline = recorder.Finish("two", /*exclusive=*/false);
  ASSERT_THAT(timeline.intervals, SizeIs(2));
  EXPECT_GT(timeline.intervals[0].end, timeline.intervals[1].begin);
}

TEST(TimelineRecorderTest, AFullTrackKeepsWhatItHasAndCountsTheRest) {
  TimelineRecorder recorder(/*capacity=*/3);
  TimelineTrack* track = recorder.AddTrack("thread 1");
  for (int i = 0; i < 10; ++i) {
    track->BeginAgain(i % 2 == 0 ? Activity::kRunning : Activity::kWaiting);
    Tick();
  }
  EXPECT_THAT(ActivitiesOf(recorder.Finish("one", true).intervals),
              ElementsAre(Activity::kRunning, Activity::kWaiting));
  EXPECT_EQ(recorder.dropped(), 7);
}

TEST(TimelineRecorderTest, NothingWrittenIsAnEmptyTimeline) {
  TimelineRecorder recorder;
  recorder.AddTrack("thread 1");
  const Timeline timeline = recorder.Finish("one", true);
  EXPECT_THAT(timeline.tracks, SizeIs(1));
  EXPECT_THAT(timeline.intervals, IsEmpty());
}

}  // namespace
}  // namespace ch37
