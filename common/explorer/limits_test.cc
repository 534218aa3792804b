// SPDX-License-Identifier: Apache-2.0
//
// What the explorer can't do, it says; and the same exploration has the same
// result each time, with either engine.

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
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

// The second execution is given up as seen before: the worker lets the other
// thread go first, and that order was the first one's.
TEST(LimitsTest, ABodyThatIsGivenUpOnceIsStillDeterministic) {
  const Result result = Explore([] {
    std::atomic<bool> stop(false);
    std::thread worker([&] {
      do {
        std::this_thread::yield();
        std::this_thread::yield();
      } while (!stop.load());
    });
    stop.store(true);
    worker.join();
  });
  EXPECT_FALSE(result.found()) << result;
  EXPECT_GE(result.given_up(), 1u);
}

TEST(LimitsTest, AnExitIsNamedAndEndsNoTest) {
  const Result result = Explore([] { std::exit(0); });
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("exit"));
  EXPECT_EQ(Explore([] { _exit(0); }).finding().kind, Kind::kUnsupported);
}

TEST(LimitsTest, AWrongTokenRunsNothingAndSaysWhy) {
  for (const char* token : {"abc", "x1-", "x1-21", "x9-aaa", "x1-42czt40wX"}) {
    const Result result = Explore([] {}, {.replay = token});
    EXPECT_FALSE(result.proved());
    EXPECT_EQ(result.executions(), 0u);
    EXPECT_THAT(result.ToString(), HasSubstr("token")) << token;
  }
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
}

}  // namespace
}  // namespace explorer
