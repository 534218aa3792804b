// SPDX-License-Identifier: Apache-2.0
//
// What the explorer can't do, it says; and the same exploration has the same
// result each time, with either engine.

#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::SizeIs;
using Kind = Finding::Kind;

void Both(const std::function<void()>& a, const std::function<void()>& b) {
  std::thread first(a);
  std::thread second(b);
  first.join();
  second.join();
}

void LoseAnUpdate() {
  int count = 0;
  Both([&] { count += 1; }, [&] { count += 1; });
  EXPECT_EQ(count, 2);
}

void Deadlock() {
  absl::Mutex a;
  absl::Mutex b;
  Both(
      [&] {
        absl::MutexLock first(&a);
        absl::MutexLock second(&b);
      },
      [&] {
        absl::MutexLock first(&b);
        absl::MutexLock second(&a);
      });
}

void MissAWakeup() {
  absl::Mutex mutex;
  absl::CondVar changed;
  Both(
      [&] {
        absl::MutexLock lock(&mutex);
        changed.Wait(&mutex);
      },
      [&] { changed.Signal(); });
}

struct Bug {
  const char* name;
  std::function<void()> body;
  bool races_are_findings;
};

class BugTest : public ::testing::TestWithParam<Bug> {
 protected:
  Options Chosen() const {
    return {.races_are_findings = GetParam().races_are_findings};
  }
};

TEST_P(BugTest, IsTheSameEachTime) {
  const Result first = Explore(GetParam().body, Chosen());
  const Result second = Explore(GetParam().body, Chosen());
  ASSERT_TRUE(first.found());
  EXPECT_EQ(first.ToString(), second.ToString());
  EXPECT_EQ(first.page(), second.page());
}

TEST_P(BugTest, IsReplayedByItsTokenToTheSameTrace) {
  const Result first = Explore(GetParam().body, Chosen());
  Options replay = Chosen();
  replay.replay = first.token();
  const Result again = Explore(GetParam().body, replay);
  EXPECT_EQ(again.finding().message, first.finding().message);
  EXPECT_EQ(again.trace(), first.trace());
  EXPECT_EQ(again.page(), first.page());
}

TEST_P(BugTest, IsTheSameWithRealThreads) {
  const Result fibers = Explore(GetParam().body, Chosen());
  Options real = Chosen();
  real.real_threads = true;
  const Result threads = Explore(GetParam().body, real);
  EXPECT_EQ(fibers.ToString(), threads.ToString());
}

TEST_P(BugTest, IsFoundWithOnePreemption) {
  Options few = Chosen();
  few.preemptions = 1;
  EXPECT_TRUE(Explore(GetParam().body, few).found());
}

TEST_P(BugTest, IsFoundByRandomSchedules) {
  Options random = Chosen();
  random.random_runs = 200;
  const Result result = Explore(GetParam().body, random);
  EXPECT_TRUE(result.found()) << result;
  EXPECT_FALSE(result.complete());
}

INSTANTIATE_TEST_SUITE_P(
    , BugTest,
    ::testing::Values(Bug{"LostUpdate", &LoseAnUpdate, false},
                      Bug{"DataRace", &LoseAnUpdate, true},
                      Bug{"Deadlock", &Deadlock, true},
                      Bug{"MissedWakeup", &MissAWakeup, true}),
    [](const ::testing::TestParamInfo<Bug>& test) { return test.param.name; });

TEST(LimitsTest, ABodyThatIsNotDeterministicIsNamed) {
  int runs = 0;
  const Result result = Explore([&runs] {
    std::atomic<int> x(0);
    const int mine = ++runs;
    Both([&] { x.fetch_add(1); },
         [&] {
           x.fetch_add(1);
           if (mine % 2 == 0) x.fetch_add(1);
         });
  });
  EXPECT_EQ(result.finding().kind, Kind::kNotDeterministic) << result;
}

// The lock that comes first instead of the other one waits for a condition: the
// second execution is given up.
TEST(LimitsTest, ABodyThatIsGivenUpOnceIsStillDeterministic) {
  const Result result = Explore(
      [] {
        absl::Mutex mutex;
        const bool never = false;
        Both([&] { absl::MutexLock lock(&mutex); },
             [&] {
               mutex.LockWhen(absl::Condition(&never));
               mutex.Unlock();
             });
      },
      {.stop_at_first = false});
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
  EXPECT_EQ(result.given_up(), 1u);
}

TEST(LimitsTest, AnExitIsNamedAndEndsNoTest) {
  const Result result = Explore([] { std::exit(0); });
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("exit"));
  EXPECT_EQ(Explore([] { _exit(0); }).finding().kind, Kind::kUnsupported);
}

TEST(LimitsTest, AWrongTokenRunsNothingAndSaysWhy) {
  for (const char* token :
       {"abc", "x2-", "x2-21", "x1-6531212np4", "x2-42czt40wX"}) {
    const Result result = Explore([] {}, {.replay = token});
    EXPECT_EQ(result.finding().kind, Kind::kWrongToken) << token;
    EXPECT_EQ(result.executions(), 0u);
    EXPECT_THAT(result.ToString(), HasSubstr("token")) << token;
  }
}

// What each of these does on the token's schedule is another matter.
TEST(LimitsTest, ATokenOfAnotherProgramIsRefused) {
  const std::string token = Explore(Deadlock).token();
  const std::function<void()> others[] = {
      LoseAnUpdate, MissAWakeup, [] { EXPECT_TRUE(false); },
      // The same, but for an access of memory, its size or the locks' kind.
      [] {
        absl::Mutex a;
        absl::Mutex b;
        auto x = std::make_unique<int>(1);
        Both(
            [&] {
              absl::MutexLock first(&a);
              EXPECT_EQ(*x, 1);
              absl::MutexLock second(&b);
            },
            [&] {
              absl::MutexLock first(&b);
              absl::MutexLock second(&a);
            });
      },
      [] {
        absl::Mutex a;
        absl::Mutex b;
        Both(
            [&] {
              absl::ReaderMutexLock first(&a);
              absl::MutexLock second(&b);
            },
            [&] {
              absl::MutexLock first(&b);
              absl::MutexLock second(&a);
            });
      }};
  for (const std::function<void()>& other : others) {
    const Result result = Explore(other, {.replay = token});
    EXPECT_EQ(result.finding().kind, Kind::kWrongToken) << result;
    EXPECT_EQ(result.token(), "");
    EXPECT_THAT(result.ToString(), HasSubstr("The token does not fit"));
  }
  EXPECT_EQ(Explore(Deadlock, {.replay = token}).finding().kind,
            Kind::kDeadlock);
}

TEST(LimitsTest, ATokenBringsItsOptions) {
  const Result lost = Explore(LoseAnUpdate, {.races_are_findings = false});
  const Result again = Explore(LoseAnUpdate, {.replay = lost.token()});
  EXPECT_EQ(again.finding().kind, Kind::kFailedAssertion) << again;
  EXPECT_EQ(again.trace(), lost.trace());
}

void WaitForEachOther() {
  std::atomic<bool> a(false);
  std::atomic<bool> b(false);
  const auto wait = [](const std::atomic<bool>& flag) {
    while (!flag) std::this_thread::yield();
  };
  Both(
      [&] {
        wait(a);
        b = true;
      },
      [&] {
        wait(b);
        a = true;
      });
}

TEST(LimitsTest, ATokenOfALivelockIsReplayed) {
  const Result first = Explore(WaitForEachOther, {.max_steps = 100});
  ASSERT_EQ(first.finding().kind, Kind::kLivelock) << first;
  const Result again =
      Explore(WaitForEachOther, {.replay = first.token(), .max_steps = 100});
  EXPECT_EQ(again.finding().kind, Kind::kLivelock) << again;
  EXPECT_EQ(again.trace(), first.trace());
}

TEST(LimitsTest, ATokenOfAnotherProgramEndsALivelock) {
  const std::string token = Explore(Deadlock).token();
  EXPECT_EQ(Explore(WaitForEachOther, {.replay = token}).finding().kind,
            Kind::kWrongToken);
}

// A mutex that is try-locked late, and in this schedule alone.
TEST(LimitsTest, ATokenOfTryLocksIsReplayed) {
  const auto body = [] {
    absl::Mutex mutex;
    std::atomic<bool> seen(false);
    Both(
        [&] {
          mutex.Lock();
          seen = true;
          mutex.Unlock();
          seen = false;
        },
        [&] {
          if (!seen) return;
          const bool locked = mutex.TryLock();
          if (locked) mutex.Unlock();
          EXPECT_FALSE(locked);
        });
  };
  const Result first = Explore(body);
  ASSERT_EQ(first.finding().kind, Kind::kFailedAssertion) << first;
  const Result again = Explore(body, {.replay = first.token()});
  EXPECT_EQ(again.trace(), first.trace()) << again;
}

TEST(LimitsTest, AFindingThatDoesNotComeBackIsNotLost) {
  int runs = 0;
  const Result result = Explore([&runs] {
    std::atomic<int> x(0);
    Both([&] { x = 1; }, [&] { x = 2; });
    EXPECT_NE(++runs, 3);  // not in the warm-up, nor when it is first repeated
    EXPECT_NE(runs, 4);
  });
  EXPECT_EQ(result.finding().kind, Kind::kNotDeterministic) << result;
}

TEST(LimitsTest, AnAbortIsAFinding) {
  EXPECT_EQ(Explore([] { std::abort(); }).finding().kind,
            Kind::kFailedAssertion);
}

TEST(LimitsTest, TooManyThreadsAreAFinding) {
  const Result result = Explore([] {
    std::vector<std::thread> threads;
    for (int i = 0; i < 40; ++i) threads.emplace_back([] {});
    for (std::thread& thread : threads) thread.join();
  });
  EXPECT_EQ(result.finding().kind, Kind::kTooManyThreads) << result;
}

TEST(LimitsTest, ABoundOfExecutionsEndsWithoutAProof) {
  const auto body = [] {
    std::atomic<int> x(0);
    Both([&] { x = 1; }, [&] { x = 2; });
  };
  const Result result = Explore(body, {.max_executions = 1});
  EXPECT_EQ(result.executions(), 1u);
  EXPECT_FALSE(result.proved());
  EXPECT_FALSE(result.found());
  EXPECT_THAT(result.notes(),
              ElementsAre(HasSubstr("Options::max_executions")));
  EXPECT_TRUE(Explore(body).proved());
}

TEST(LimitsTest, ABudgetOfTimeEndsWithoutAProof) {
  const Result result = Explore(
      [] {
        std::atomic<int> x(0);
        Both([&] { x = 1; }, [&] { x = 2; });
      },
      {.max_time = absl::ZeroDuration()});
  EXPECT_FALSE(result.proved());
  EXPECT_FALSE(result.found());
  EXPECT_THAT(result.notes(), ElementsAre(HasSubstr("Options::max_time")));
}

TEST(LimitsTest, ABoundOfMemoryEndsWithoutAProof) {
  const Result result = Explore(
      [] {
        std::atomic<int> x(0);
        Both([&] { x = 1; }, [&] { x = 2; });
      },
      {.max_memory_bytes = 1});
  EXPECT_FALSE(result.proved());
  EXPECT_FALSE(result.found());
  EXPECT_THAT(result.notes(),
              ElementsAre(HasSubstr("Options::max_memory_bytes")));
}

TEST(LimitsTest, ABoundOfStepsIsAFindingThatNamesTheOption) {
  const Result result = Explore(
      [] {
        std::atomic<int> x(0);
        Both([&] { x = 1; }, [&] { x = 2; });
      },
      {.max_steps = 3});
  EXPECT_EQ(result.finding().kind, Kind::kTooManySteps) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("Options::max_steps"));
}

TEST(LimitsTest, AThreadThatTakesAllMemoryIsAFinding) {
  const Result result = Explore([] {
    std::vector<std::vector<char>> all;
    for (;;) all.emplace_back(1 << 20);
  });
  EXPECT_EQ(result.finding().kind, Kind::kTooMuchMemory) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T0 allocates more than"));
}

TEST(LimitsTest, MemoryThatNoProgramCouldHaveIsRefusedAsElsewhere) {
  const Result result = Explore([] {
    volatile size_t all_of_it = size_t{1} << 62;
    EXPECT_THROW(operator delete(operator new(all_of_it)), std::bad_alloc);
  });
  EXPECT_FALSE(result.found()) << result;
}

TEST(LimitsTest, ProgressIsTold) {
  std::vector<std::string> lines;
  const auto body = [] {
    std::atomic<int> x(0);
    Both(
        [&] {
          x = 1;
          x = 2;
        },
        [&] { x = 3; });
  };
  const Result told = Explore(
      body,
      {.progress = [&](const std::string& line) { lines.push_back(line); },
       .progress_every = absl::ZeroDuration()});
  EXPECT_EQ(told.ToString(), Explore(body).ToString());
  ASSERT_EQ(lines.size(), 2u) << "between three executions";
  EXPECT_THAT(lines[0], AllOf(HasSubstr("1 executions"), HasSubstr("% done")));
}

TEST(LimitsTest, TheTraceFitsTheColumnsThatAreAskedFor) {
  for (int columns : {60, 76}) {
    const Result result = Explore(
        LoseAnUpdate, {.races_are_findings = false, .trace_columns = columns});
    ASSERT_TRUE(result.found());
    const std::vector<std::string> lines = absl::StrSplit(result.trace(), '\n');
    EXPECT_THAT(lines, Each(SizeIs(Le(columns))));
  }
}

}  // namespace
}  // namespace explorer
