// SPDX-License-Identifier: Apache-2.0
//
// compare_exchange_weak() may fail for no reason (Options::spurious_failures):
// each way in which it can is run once, and shows who does not reckon with it.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

class SpuriousFailuresTest : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef __clang__
    GTEST_SKIP() << "Clang does not tell weak calls from strong ones";
#endif
  }
};

// ---- A classic bug

bool TakeOnce(std::atomic<int>& taken) {
  int free = 0;
  return taken.compare_exchange_weak(free, 1);
}

bool TakeForSure(std::atomic<int>& taken) {
  int free = 0;
  return taken.compare_exchange_strong(free, 1);
}

bool TakeInALoop(std::atomic<int>& taken) {
  int seen = 0;
  while (!taken.compare_exchange_weak(seen, 1)) {
    if (seen != 0) return false;
  }
  return true;
}

// Two threads want it, and one of them must get it.
std::function<void()> OneTakes(bool (*take)(std::atomic<int>&)) {
  return [take] {
    std::atomic<int> taken(0);
    bool took[2] = {};
    Together(2, [&](int me) { took[me] = take(taken); });
    EXPECT_NE(took[0], took[1]);
  };
}

TEST_F(SpuriousFailuresTest, ShowAWeakCallWithoutALoop) {
  const Result result = Explore(OneTakes(TakeOnce), {.spurious_failures = 1});
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST_F(SpuriousFailuresTest, AreNotThereUnlessAskedFor) {
  const Result result = Explore(OneTakes(TakeOnce));
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
}

TEST_F(SpuriousFailuresTest, LeaveAStrongCallAlone) {
  const Result result =
      Explore(OneTakes(TakeForSure), {.spurious_failures = 1});
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
}

TEST_F(SpuriousFailuresTest, AreWhatALoopIsFor) {
  for (int failures = 1; failures <= 3; ++failures) {
    const Result result =
        Explore(OneTakes(TakeInALoop), {.spurious_failures = failures});
    EXPECT_TRUE(result.proved()) << result;
  }
}

TEST_F(SpuriousFailuresTest, AreFoundAtRandomAndWithoutPreemptions) {
  EXPECT_TRUE(
      Explore(OneTakes(TakeOnce), {.spurious_failures = 1, .random_runs = 100})
          .found());
  EXPECT_TRUE(
      Explore(OneTakes(TakeOnce), {.spurious_failures = 1, .preemptions = 0})
          .found());
}

// ---- What is said

TEST_F(SpuriousFailuresTest, AreLinesOfTheTrace) {
  const Result result = Explore(OneTakes(TakeOnce), {.spurious_failures = 1});
  EXPECT_THAT(result.trace(), HasSubstr("fail for no reason to write v1: 0"));
}

TEST_F(SpuriousFailuresTest, AreReplayedByTheToken) {
  const Result first = Explore(OneTakes(TakeOnce), {.spurious_failures = 1});
  const Result again = Explore(OneTakes(TakeOnce), {.replay = first.token()});
  EXPECT_EQ(again.finding().kind, Kind::kFailedAssertion) << again;
  EXPECT_EQ(again.trace(), first.trace());
}

TEST_F(SpuriousFailuresTest, AreTheSameWithRealThreads) {
  EXPECT_EQ(Explore(OneTakes(TakeOnce), {.spurious_failures = 1}).ToString(),
            Explore(OneTakes(TakeOnce),
                    {.spurious_failures = 1, .real_threads = true})
                .ToString());
}

TEST(SpuriousFailuresDeathTest, AreNoNegativeNumber) {
  EXPECT_DEATH((void)Explore([] {}, {.spurious_failures = -1}),
               "Options::spurious_failures is -1");
}

// ---- Each way is run once

// Threads that add to a number, by so many weak calls at most.
struct Adders {
  int threads;
  int calls;
  int failures;  // of each thread's calls
  bool real_threads = false;
};

// The value of the number, and what each thread came to, at the end.
using Outcome = std::vector<int>;

// All ways, by trying each next call and each way in which it can end. The
// order of any two calls matters, so that each way is one of its own.
class BruteForce {
 public:
  explicit BruteForce(const Adders& adders)
      : adders_(adders), threads_(static_cast<size_t>(adders.threads)) {
    GoOn();
  }

  uint64_t ways() const { return ways_; }
  const std::set<Outcome>& outcomes() const { return outcomes_; }

 private:
  struct Thread {
    int seen = 0;
    int calls = 0;
    int failures = 0;
    bool added = false;
  };

  void GoOn() {
    bool ended = true;
    for (Thread& thread : threads_) {
      if (thread.added || thread.calls == adders_.calls) continue;
      ended = false;
      Call(thread);
    }
    if (!ended) return;
    ++ways_;
    Outcome outcome = {number_};
    for (const Thread& thread : threads_) outcome.push_back(thread.added);
    outcomes_.insert(outcome);
  }

  void Call(Thread& thread) {
    const Thread before = thread;
    const int number = number_;
    ++thread.calls;
    if (thread.seen != number_) {
      thread.seen = number_;
      GoOn();
    } else {
      thread.added = true;
      ++number_;
      GoOn();
      number_ = number;
      thread.added = false;
      ++thread.failures;
      if (thread.failures <= adders_.failures) GoOn();
    }
    thread = before;
  }

  const Adders adders_;
  int number_ = 0;
  std::vector<Thread> threads_;
  uint64_t ways_ = 0;
  std::set<Outcome> outcomes_;
};

class AddersTest : public ::testing::TestWithParam<Adders> {
 protected:
  void SetUp() override {
#ifdef __clang__
    GTEST_SKIP() << "Clang does not tell weak calls from strong ones";
#endif
  }
};

TEST_P(AddersTest, RunEachWayOnce) {
  const Adders adders = GetParam();
  std::set<Outcome> outcomes;
  const Result result = Explore(
      [&] {
        std::atomic<int> number(0);
        Outcome added(static_cast<size_t>(adders.threads));
        Together(adders.threads, [&](int me) {
          int seen = 0;
          for (int i = 0; i < adders.calls; ++i) {
            if (number.compare_exchange_weak(seen, seen + 1)) {
              added[static_cast<size_t>(me)] = 1;
              break;
            }
          }
        });
        added.insert(added.begin(), number.load());
        outcomes.insert(added);
      },
      {.spurious_failures = adders.failures,
       .real_threads = adders.real_threads});
  const BruteForce expected(adders);
  EXPECT_EQ(result.executions(), expected.ways()) << result;
  EXPECT_EQ(outcomes, expected.outcomes());
  EXPECT_TRUE(result.proved()) << result;
}

INSTANTIATE_TEST_SUITE_P(
    , AddersTest,
    ::testing::Values(Adders{1, 1, 1}, Adders{1, 4, 2}, Adders{2, 1, 0},
                      Adders{2, 1, 1}, Adders{2, 2, 0}, Adders{2, 2, 1},
                      Adders{2, 3, 1}, Adders{2, 3, 2}, Adders{2, 4, 3},
                      Adders{3, 1, 1}, Adders{3, 2, 1}, Adders{3, 2, 2},
                      Adders{3, 3, 1}, Adders{4, 1, 1}, Adders{2, 2, 1, true}));

// By hand: with two threads and one call each, either comes first. If its call
// ends as it should, the other one's fails, as it must; if it fails for no
// reason, the other one's may end either way.
TEST_F(SpuriousFailuresTest, OfTwoThreadsThereAreSixWaysAndBothFailInTwo) {
  EXPECT_EQ(BruteForce({.threads = 2, .calls = 1, .failures = 1}).ways(), 6u);
  const Result result = Explore(
      OneTakes(TakeOnce), {.spurious_failures = 1, .stop_at_first = false});
  EXPECT_EQ(result.executions(), 6u);
  EXPECT_EQ(result.failures(), 2u);
  EXPECT_TRUE(result.complete());
}

}  // namespace
}  // namespace explorer
