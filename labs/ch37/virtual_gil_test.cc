// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/virtual_gil.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "common/lab/timeline_text.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::lab::Activity;
using ::lab::Interval;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;
using ::testing_util::StatusIs;

constexpr VirtualLock kLocks[] = {VirtualLock::kNone, VirtualLock::kNewGil,
                                  VirtualLock::kOldGil};

// ---- Programs ---------------------------------------------------------------

constexpr int64_t kTicksAMillisecond = 33'333;  // nearly

std::vector<VirtualThread> Spinners(int threads, int64_t ticks) {
  std::vector<VirtualThread> spinners;
  for (int i = 1; i <= threads; ++i) {
    spinners.push_back(
        {.name = absl::StrCat("thread ", i), .steps = {ComputeFor(ticks)}});
  }
  return spinners;
}

// One computes; the other blocks and computes a little, ten times.
std::vector<VirtualThread> SpinnerAndReader() {
  VirtualThread reader = {.name = "reader"};
  for (int i = 0; i < 10; ++i) {
    reader.steps.push_back(BlockFor(absl::Milliseconds(2)));
    reader.steps.push_back(ComputeFor(100));
  }
  return {{.name = "spinner", .steps = {ComputeFor(100 * kTicksAMillisecond)}},
          reader};
}

std::vector<VirtualThread> FiveSelects() {
  std::vector<VirtualThread> selects;
  for (int i = 1; i <= 5; ++i) {
    selects.push_back(
        {.name = absl::StrCat("select ", i),
         .steps = {ComputeFor(100), BlockFor(absl::Milliseconds(100))}});
  }
  return selects;
}

VirtualRun RunOrDie(const std::vector<VirtualThread>& threads,
                    const VirtualGilOptions& options) {
  absl::StatusOr<VirtualRun> run = RunInVirtualTime(threads, options);
  EXPECT_OK(run);
  return run.ok() ? *std::move(run) : VirtualRun();
}

// A machine on which nothing but computing and waiting takes time.
VirtualGilOptions NoCosts(VirtualLock lock) {
  return {.lock = lock,
          .tick = absl::Microseconds(1),
          .lock_cost = absl::ZeroDuration(),
          .signal = absl::ZeroDuration(),
          .wake_up = absl::ZeroDuration(),
          .timer_slack = absl::ZeroDuration()};
}

// ---- What a timeline says ---------------------------------------------------

std::vector<Interval> Of(const VirtualRun& run, int track, Activity activity) {
  std::vector<Interval> found;
  for (const Interval& interval : run.timeline.intervals) {
    if (interval.track == track && interval.activity == activity) {
      found.push_back(interval);
    }
  }
  return found;
}

absl::Duration Total(const std::vector<Interval>& intervals) {
  absl::Duration total = absl::ZeroDuration();
  for (const Interval& interval : intervals) {
    total += interval.end - interval.begin;
  }
  return total;
}

bool IsLast(const VirtualRun& run, const Interval& running) {
  return Of(run, running.track, Activity::kRunning).back() == running;
}

// How long each thread ran until another one did. Turns that ended since the
// thread did are left out.
std::vector<absl::Duration> Turns(const VirtualRun& run) {
  std::vector<absl::Duration> turns;
  const Interval* first = nullptr;
  const Interval* last = nullptr;
  for (const Interval& interval : run.timeline.intervals) {
    if (interval.activity != Activity::kRunning) continue;
    if (first != nullptr && first->track != interval.track) {
      if (!IsLast(run, *last)) turns.push_back(last->end - first->begin);
      first = &interval;
    }
    if (first == nullptr) first = &interval;
    last = &interval;
  }
  return turns;
}

// From the end of each system call until the thread runs again.
std::vector<absl::Duration> WaitsAfterBlocking(const VirtualRun& run,
                                               int track) {
  std::vector<absl::Duration> waits;
  const std::vector<Interval> running = Of(run, track, Activity::kRunning);
  for (const Interval& blocked : Of(run, track, Activity::kBlocked)) {
    auto next =
        std::find_if(running.begin(), running.end(),
                     [&](const Interval& i) { return i.begin >= blocked.end; });
    if (next != running.end()) waits.push_back(next->begin - blocked.end);
  }
  return waits;
}

int MostAtOnce(const VirtualRun& run, Activity activity) {
  std::vector<std::pair<absl::Duration, int>> changes;
  for (const Interval& interval : run.timeline.intervals) {
    if (interval.activity != activity) continue;
    changes.push_back({interval.begin, 1});
    changes.push_back({interval.end, -1});  // at the same time, sorts first
  }
  std::sort(changes.begin(), changes.end());
  int now = 0;
  int most = 0;
  for (const auto& [time, change] : changes) {
    now += change;
    most = std::max(most, now);
  }
  return most;
}

double Ratio(absl::Duration a, absl::Duration b) {
  return absl::FDivDuration(a, b);
}

double SwitchesASecond(const VirtualRun& run) {
  return static_cast<double>(run.switches) / absl::ToDoubleSeconds(run.finish);
}

// One line an interval.
std::string Listed(const lab::Timeline& timeline) {
  constexpr const char* kDoes[] = {"runs", "waits", "is blocked"};
  std::string text;
  for (const Interval& interval : timeline.intervals) {
    absl::StrAppend(&text, timeline.tracks[interval.track], " ",
                    kDoes[static_cast<int>(interval.activity)], " from ",
                    absl::FormatDuration(interval.begin), " to ",
                    absl::FormatDuration(interval.end), "\n");
  }
  return text;
}

// ---- Pictures ---------------------------------------------------------------

TEST(VirtualGilPictureTest, WithoutALockBothRunAtOnce) {
  const VirtualRun run = RunOrDie(Spinners(2, 15 * kTicksAMillisecond),
                                  {.lock = VirtualLock::kNone});
  EXPECT_EQ(lab::TimelineText(run.timeline),
            R"(no GIL, 2 processors
thread 1 |######################################################################
thread 2 |######################################################################
          +--------+--------+---------+--------+--------+---------+--------+----
          0 ms     2 ms     4 ms      6 ms     8 ms     10 ms     12 ms    14 ms
# runs   . waits for the lock   ~ blocked   1 column = 214 us
)");
}

TEST(VirtualGilPictureTest, UnderTheNewGilTheyTakeTurns) {
  const VirtualRun run = RunOrDie(Spinners(2, 15 * kTicksAMillisecond), {});
  EXPECT_EQ(lab::TimelineText(run.timeline),
            R"(new GIL, 2 processors
thread 1 |############............###########............############
thread 2 |............############...........############............###########
          +----------+-----------+----------+-----------+-----------+----------+
          0 ms       5 ms        10 ms      15 ms       20 ms       25 ms
# runs   . waits for the lock   ~ blocked   1 column = 429 us
)");
}

TEST(VirtualGilPictureTest, UnderTheOldGilNobodyRunsHalfOfTheTime) {
  const VirtualRun run = RunOrDie(Spinners(2, 15 * kTicksAMillisecond),
                                  {.lock = VirtualLock::kOldGil});
  EXPECT_EQ(lab::TimelineText(run.timeline, {.begin = absl::Microseconds(80),
                                             .end = absl::Microseconds(150)}),
            R"(old GIL, 2 processors
thread 1 |#...######...###...###....................###...#######...###...######
thread 2 |.........................###...###...###..............................
          +---------+---------+---------+---------+---------+---------+---------
          80 us     90 us     100 us    110 us    120 us    130 us    140 us
# runs   . waits for the lock   ~ blocked   1 column = 1.00 us
)");
}

TEST(VirtualGilPictureTest, AReaderBesideASpinnerWaitsEachTime) {
  const VirtualRun run = RunOrDie(SpinnerAndReader(), {});
  EXPECT_EQ(lab::TimelineText(run.timeline, {.end = absl::Milliseconds(35)}),
            R"(new GIL, 2 processors
spinner |#######################################################################
reader  |..........~~~~...........~~~~..........~~~~...........~~~~..........~~~
         +---------+---------+---------+---------+---------+---------+----------
         0 ms      5 ms      10 ms     15 ms     20 ms     25 ms     30 ms
# runs   . waits for the lock   ~ blocked   1 column = 493 us
)");
}

TEST(VirtualGilPictureTest, TheIntervalsOfTheNewGil) {
  const VirtualRun run = RunOrDie(Spinners(2, 7 * kTicksAMillisecond), {});
  EXPECT_EQ(Listed(run.timeline), R"(thread 1 runs from 0 to 5.05362ms
thread 2 waits from 0 to 5.060975ms
thread 1 waits from 5.05362ms to 10.12879ms
thread 2 runs from 5.060975ms to 10.121045ms
thread 2 waits from 10.121045ms to 12.07942ms
thread 1 runs from 10.12879ms to 12.0751ms
thread 1 waits from 12.0751ms to 12.0781ms
thread 2 runs from 12.07942ms to 14.01928ms
thread 2 waits from 14.01928ms to 14.01933ms
)");
}

// ---- The new GIL ------------------------------------------------------------

TEST(VirtualNewGilTest, WithoutCostsATurnIsTheSwitchInterval) {
  const VirtualRun run =
      RunOrDie(Spinners(2, 10'000), NoCosts(VirtualLock::kNewGil));
  EXPECT_EQ(Listed(run.timeline),
            "thread 1 runs from 0 to 5ms\n"
            "thread 2 waits from 0 to 5ms\n"
            "thread 1 waits from 5ms to 10ms\n"
            "thread 2 runs from 5ms to 10ms\n"
            "thread 1 runs from 10ms to 15ms\n"
            "thread 2 waits from 10ms to 15ms\n"
            "thread 2 runs from 15ms to 20ms\n");
  EXPECT_EQ(run.switches, 3);
  EXPECT_EQ(run.failed_wake_ups, 0);
  EXPECT_EQ(run.finish, absl::Milliseconds(20));
  EXPECT_THAT(run.held,
              ElementsAre(absl::Milliseconds(10), absl::Milliseconds(10)));
}

TEST(VirtualNewGilTest, TheHolderFinishesItsTick) {
  VirtualGilOptions options = NoCosts(VirtualLock::kNewGil);
  options.tick = absl::Milliseconds(3);
  const VirtualRun run = RunOrDie(Spinners(2, 6), options);
  EXPECT_THAT(Turns(run), Each(absl::Milliseconds(6)));
  EXPECT_EQ(run.finish, absl::Milliseconds(36));
}

TEST(VirtualNewGilTest, WhoSawASwitchWaitsForAnotherInterval) {
  // Threads 1 and 2 come back late. At 5 ms the lock goes from 3 to 1, and at
  // 8 ms thread 2 has waited an interval, but thread 1 has run for 3 ms only.
  std::vector<VirtualThread> threads = Spinners(4, 20'000);
  for (int late : {0, 1}) {
    threads[late].steps.insert(threads[late].steps.begin(),
                               BlockFor(absl::Milliseconds(2 + late)));
  }
  VirtualGilOptions options = NoCosts(VirtualLock::kNewGil);
  options.processors = 4;
  const VirtualRun run = RunOrDie(threads, options);
  EXPECT_THAT(Turns(run), SizeIs(Ge(6)));
  EXPECT_THAT(Turns(run), Each(Ge(options.switch_interval)));
}

TEST(VirtualNewGilTest, TurnsAreTheIntervalAndABit) {
  for (int ms : {1, 5, 20}) {
    const absl::Duration interval = absl::Milliseconds(ms);
    const VirtualRun run = RunOrDie(Spinners(2, 100 * kTicksAMillisecond),
                                    {.switch_interval = interval});
    EXPECT_THAT(Turns(run), SizeIs(Ge(8)));
    EXPECT_THAT(
        Turns(run),
        Each(AllOf(Ge(interval), Le(interval + absl::Microseconds(200)))));
  }
}

TEST(VirtualNewGilTest, AReaderWaitsTheIntervalEachTime) {
  for (int ms : {1, 5}) {
    const absl::Duration interval = absl::Milliseconds(ms);
    const VirtualRun run =
        RunOrDie(SpinnerAndReader(), {.switch_interval = interval});
    EXPECT_THAT(
        WaitsAfterBlocking(run, 1),
        AllOf(SizeIs(10), Each(AllOf(Ge(interval),
                                     Le(interval + absl::Microseconds(200))))));
  }
}

TEST(VirtualNewGilTest, WithoutForcedSwitchTurnsAreLonger) {
  const std::vector<VirtualThread> spinners =
      Spinners(2, 1000 * kTicksAMillisecond);
  const VirtualRun forced = RunOrDie(spinners, {});
  const VirtualRun hoped = RunOrDie(spinners, {.forced_switch = false});
  EXPECT_GT(forced.switches, 2 * hoped.switches);
  EXPECT_EQ(forced.failed_wake_ups, 0);
  EXPECT_GT(hoped.failed_wake_ups, hoped.switches);
}

TEST(VirtualNewGilTest, FourThreadsAllGetTheirShare) {
  const VirtualRun run = RunOrDie(Spinners(4, 50 * kTicksAMillisecond), {});
  for (int thread = 0; thread < 4; ++thread) {
    EXPECT_GT(Of(run, thread, Activity::kRunning).size(), 5);
  }
}

TEST(VirtualNewGilTest, IsNoFasterThanSerialOnAnyNumberOfProcessors) {
  const VirtualRun serial = RunOrDie(Spinners(1, 60 * kTicksAMillisecond), {});
  for (int processors : {1, 2, 4}) {
    const VirtualRun run = RunOrDie(Spinners(2, 30 * kTicksAMillisecond),
                                    {.processors = processors});
    EXPECT_GE(run.finish, serial.finish);
    EXPECT_LT(Ratio(run.finish, serial.finish), 1.01);
  }
}

// ---- The old GIL ------------------------------------------------------------

VirtualRun OldGilOn(int processors, int threads) {
  return RunOrDie(Spinners(threads, 100 * kTicksAMillisecond / threads),
                  {.lock = VirtualLock::kOldGil, .processors = processors});
}

TEST(VirtualOldGilTest, TwoThreadsOnTwoProcessorsAreSlowerThanOne) {
  const VirtualRun serial = OldGilOn(2, 1);
  const VirtualRun threads = OldGilOn(2, 2);
  EXPECT_EQ(serial.failed_wake_ups, 0);
  EXPECT_GT(Ratio(threads.finish, serial.finish), 1.3);
  // More than one for every second check point.
  EXPECT_GT(threads.failed_wake_ups, 100 * kTicksAMillisecond / 100 / 2);
}

TEST(VirtualOldGilTest, OnOneProcessorTheyAreNot) {
  const VirtualRun serial = OldGilOn(1, 1);
  const VirtualRun threads = OldGilOn(1, 2);
  EXPECT_LT(Ratio(threads.finish, serial.finish), 1.05);
  EXPECT_LT(100 * threads.failed_wake_ups, OldGilOn(2, 2).failed_wake_ups);
}

TEST(VirtualOldGilTest, SwitchesFarMoreOftenThanTheNewOne) {
  const VirtualRun new_gil = RunOrDie(Spinners(2, 50 * kTicksAMillisecond), {});
  EXPECT_GT(SwitchesASecond(OldGilOn(2, 2)), 50 * SwitchesASecond(new_gil));
}

TEST(VirtualOldGilTest, AReaderWaitsForNoInterval) {
  const VirtualRun run =
      RunOrDie(SpinnerAndReader(), {.lock = VirtualLock::kOldGil});
  EXPECT_THAT(WaitsAfterBlocking(run, 1),
              AllOf(SizeIs(10), Each(Le(absl::Milliseconds(1)))));
}

TEST(VirtualOldGilTest, ALongCheckIntervalEndsTheStorm) {
  const VirtualRun run =
      RunOrDie(Spinners(2, 50 * kTicksAMillisecond),
               {.lock = VirtualLock::kOldGil, .check_interval = 10'000});
  EXPECT_LT(Ratio(run.finish, OldGilOn(2, 1).finish), 1.05);
}

TEST(VirtualOldGilTest, InLockstepEveryWakeUpFails) {
  // Without costs a woken thread always comes when the lock is taken again.
  const VirtualRun run =
      RunOrDie(Spinners(2, 1000), NoCosts(VirtualLock::kOldGil));
  EXPECT_EQ(Listed(run.timeline),
            "thread 1 runs from 0 to 1ms\n"
            "thread 2 waits from 0 to 1ms\n"
            "thread 2 runs from 1ms to 2ms\n");
  // Nine releases wake in vain; after the tenth thread 1 ends.
  EXPECT_EQ(run.failed_wake_ups, 9);
  EXPECT_EQ(run.switches, 1);
}

// ---- No lock ----------------------------------------------------------------

TEST(VirtualNoLockTest, TwoProcessorsHalveTheTime) {
  const VirtualRun run =
      RunOrDie(Spinners(2, 1'000'000), {.lock = VirtualLock::kNone});
  EXPECT_EQ(run.finish, absl::Milliseconds(30));
  EXPECT_EQ(run.switches, 0);
  EXPECT_THAT(run.held, Each(absl::ZeroDuration()));
}

TEST(VirtualNoLockTest, ThreadsShareOneProcessorInTurnsOfQuanta) {
  const VirtualRun run = RunOrDie(
      Spinners(2, 1'000'000), {.lock = VirtualLock::kNone, .processors = 1});
  EXPECT_EQ(run.finish, absl::Milliseconds(60));
  std::vector<absl::Duration> turns = Turns(run);
  EXPECT_EQ(turns.front(), absl::Milliseconds(3));
  turns.erase(turns.begin());
  // From a quantum behind to a quantum ahead.
  EXPECT_THAT(turns, AllOf(SizeIs(Ge(8)), Each(Le(absl::Milliseconds(6)))));
}

TEST(VirtualNoLockTest, AReaderDoesNotWait) {
  const VirtualRun run =
      RunOrDie(SpinnerAndReader(), {.lock = VirtualLock::kNone});
  EXPECT_THAT(WaitsAfterBlocking(run, 1),
              AllOf(SizeIs(10), Each(Le(absl::Microseconds(10)))));
}

TEST(VirtualNoLockTest, WhoSleptLongGetsTheProcessorAtOnceButNotForLong) {
  const VirtualRun run = RunOrDie(
      {{.name = "late",
        .steps = {BlockFor(absl::Milliseconds(50)),
                  ComputeFor(20 * kTicksAMillisecond)}},
       {.name = "spinner", .steps = {ComputeFor(100 * kTicksAMillisecond)}}},
      {.lock = VirtualLock::kNone, .processors = 1});
  EXPECT_THAT(WaitsAfterBlocking(run, 0),
              ElementsAre(Le(absl::Microseconds(10))));
  const Interval first_turn = Of(run, 0, Activity::kRunning).front();
  EXPECT_LE(first_turn.end - first_turn.begin, absl::Milliseconds(6));
}

TEST(VirtualNoLockTest, WhoSleptWhileNobodyWasAwakeIsNotAheadEither) {
  const VirtualRun run =
      RunOrDie({{.name = "early",
                 .steps = {ComputeFor(50 * kTicksAMillisecond),
                           BlockFor(absl::Milliseconds(10)),
                           ComputeFor(10 * kTicksAMillisecond)}},
                {.name = "late",
                 .steps = {BlockFor(absl::Milliseconds(55)),
                           ComputeFor(50 * kTicksAMillisecond)}}},
               {.lock = VirtualLock::kNone, .processors = 1});
  EXPECT_THAT(WaitsAfterBlocking(run, 0),
              ElementsAre(Le(absl::Milliseconds(6))));
}

// ---- All of them ------------------------------------------------------------

TEST(VirtualGilTest, SelectsOverlapUnderEveryLock) {
  for (VirtualLock lock : kLocks) {
    for (int processors : {1, 2}) {
      const VirtualRun run =
          RunOrDie(FiveSelects(), {.lock = lock, .processors = processors});
      EXPECT_LT(run.finish, absl::Milliseconds(101)) << run.timeline.title;
      EXPECT_EQ(MostAtOnce(run, Activity::kBlocked), 5) << run.timeline.title;
    }
  }
}

TEST(VirtualGilTest, TwoRunsAreTheSame) {
  for (VirtualLock lock : kLocks) {
    const VirtualRun run = RunOrDie(SpinnerAndReader(), {.lock = lock});
    const VirtualRun again = RunOrDie(SpinnerAndReader(), {.lock = lock});
    EXPECT_EQ(run.timeline.intervals, again.timeline.intervals);
  }
}

TEST(VirtualGilTest, TracksBearTheThreadsNamesAndTheTitleTheLock) {
  const VirtualRun run = RunOrDie(SpinnerAndReader(), {.processors = 1});
  EXPECT_EQ(run.timeline.title, "new GIL, 1 processor");
  EXPECT_THAT(run.timeline.tracks, ElementsAre("spinner", "reader"));
}

TEST(VirtualGilTest, AThreadWithNothingToDoEnds) {
  for (VirtualLock lock : kLocks) {
    const VirtualRun run =
        RunOrDie({{.name = "idle"}, {.name = "zero", .steps = {ComputeFor(0)}}},
                 {.lock = lock});
    EXPECT_THAT(Of(run, 0, Activity::kRunning), IsEmpty());
    EXPECT_THAT(Of(run, 1, Activity::kRunning), IsEmpty());
  }
}

TEST(VirtualGilTest, ParametersOutOfBoundsAreRefused) {
  const std::vector<VirtualThread> threads = Spinners(1, 1);
  auto refuses = [&](const VirtualGilOptions& options, const char* because) {
    EXPECT_THAT(
        RunInVirtualTime(threads, options).status(),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(because)));
  };
  const absl::Duration zero = absl::ZeroDuration();
  const absl::Duration negative = absl::Nanoseconds(-1);
  refuses({.processors = 0}, "processors is 0; it has to be at least 1");
  refuses({.check_interval = 0}, "check_interval is 0");
  refuses({.switch_interval = zero}, "switch_interval is 0; it has to be more");
  refuses({.tick = zero}, "tick is 0");
  refuses({.quantum = zero}, "quantum is 0");
  refuses({.quantum = absl::InfiniteDuration()}, "quantum is inf");
  refuses({.lock_cost = negative}, "lock_cost is -1ns; it has to be 0 to");
  refuses({.signal = negative}, "signal is -1ns");
  refuses({.wake_up = negative}, "wake_up is -1ns");
  refuses({.timer_slack = negative}, "timer_slack is -1ns");
}

TEST(VirtualGilTest, ProgramsOutOfBoundsAreRefused) {
  auto refuses = [](const std::vector<VirtualThread>& threads,
                    const char* because) {
    EXPECT_THAT(
        RunInVirtualTime(threads).status(),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(because)));
  };
  auto program = [](VirtualStep step) {
    return std::vector<VirtualThread>{{.name = "t", .steps = {step}}};
  };
  refuses({}, "no threads");
  refuses(program(ComputeFor(-1)), "ticks of t is -1; it has to be 0 or more");
  refuses(program(BlockFor(-absl::Seconds(1))), "block of t is -1s");
  refuses(program(BlockFor(absl::InfiniteDuration())), "block of t is inf");
  refuses(program(ComputeFor(INT64_MAX)), "computing in all is ");
  EXPECT_OK(RunInVirtualTime(program(BlockFor(absl::Hours(1)))));
}

// ---- What holds for every program -------------------------------------------

// Small enough for many of them, and at odds with each other.
VirtualGilOptions SmallMachine(VirtualLock lock, int processors, int seed) {
  return {.lock = lock,
          .processors = processors,
          .switch_interval = absl::Microseconds(seed % 5 == 0 ? 2 : 20),
          .forced_switch = seed % 4 != 0,
          .signal = absl::Microseconds(seed % 3 * 10),
          .timer_slack = absl::Microseconds(seed % 7),
          .quantum = absl::Microseconds(15)};
}

std::vector<VirtualThread> RandomThreads(std::minstd_rand& random) {
  std::vector<VirtualThread> threads(1 + random() % 4);
  for (size_t i = 0; i < threads.size(); ++i) {
    threads[i].name = absl::StrCat("t", i);
    const int steps = static_cast<int>(random() % 6);
    for (int step = 0; step < steps; ++step) {
      threads[i].steps.push_back(
          random() % 2 == 0 ? ComputeFor(static_cast<int64_t>(random() % 3000))
                            : BlockFor(absl::Microseconds(random() % 80)));
    }
  }
  return threads;
}

// Nothing is done that the program does not say, and nothing left out.
void ExpectDoesItsProgram(const VirtualRun& run, int track,
                          const VirtualThread& thread,
                          const VirtualGilOptions& options) {
  absl::Duration computing = absl::ZeroDuration();
  absl::Duration blocked = absl::ZeroDuration();
  for (const VirtualStep& step : thread.steps) {
    computing += options.tick * step.ticks;
    if (step.block > absl::ZeroDuration()) {
      blocked += step.block + options.timer_slack;
    }
  }
  EXPECT_EQ(Total(Of(run, track, Activity::kRunning)), computing);
  EXPECT_EQ(Total(Of(run, track, Activity::kBlocked)), blocked);
}

// One interval after another from 0 on; gives the last one's end.
absl::Duration ExpectNoGaps(const VirtualRun& run, int track) {
  absl::Duration end = absl::ZeroDuration();
  for (const Interval& interval : run.timeline.intervals) {
    if (interval.track != track) continue;
    EXPECT_EQ(interval.begin, end);
    EXPECT_LT(interval.begin, interval.end);
    end = interval.end;
  }
  return end;
}

void ExpectLawful(const VirtualRun& run,
                  const std::vector<VirtualThread>& threads,
                  const VirtualGilOptions& options) {
  EXPECT_TRUE(std::is_sorted(
      run.timeline.intervals.begin(), run.timeline.intervals.end(),
      [](const Interval& a, const Interval& b) { return a.begin < b.begin; }));
  absl::Duration finish = absl::ZeroDuration();
  for (int track = 0; track < static_cast<int>(threads.size()); ++track) {
    finish = std::max(finish, ExpectNoGaps(run, track));
    ExpectDoesItsProgram(run, track, threads[track], options);
  }
  EXPECT_EQ(run.finish, finish);
  EXPECT_LE(MostAtOnce(run, Activity::kRunning), options.processors);
  if (options.lock == VirtualLock::kNone) return;
  EXPECT_LE(MostAtOnce(run, Activity::kRunning), 1);
  absl::Duration held = absl::ZeroDuration();
  for (int track = 0; track < static_cast<int>(threads.size()); ++track) {
    EXPECT_GE(run.held[track], Total(Of(run, track, Activity::kRunning)));
    held += run.held[track];
  }
  EXPECT_LE(held, run.finish);
}

TEST(VirtualGilPropertyTest, EveryProgramRunsAsWrittenAndOnlyWithTheLock) {
  for (int seed = 1; seed <= 200; ++seed) {
    std::minstd_rand random(seed);
    const std::vector<VirtualThread> threads = RandomThreads(random);
    for (VirtualLock lock : kLocks) {
      for (int processors : {1, 2, 3}) {
        const VirtualGilOptions options = SmallMachine(lock, processors, seed);
        const VirtualRun run = RunOrDie(threads, options);
        ExpectLawful(run, threads, options);
        ASSERT_FALSE(testing::Test::HasFailure())
            << "seed " << seed << ", " << run.timeline.title << "\n"
            << Listed(run.timeline);
      }
    }
  }
}

}  // namespace
}  // namespace ch37
