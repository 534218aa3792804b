// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/optimal_search.h"

#include <cstdint>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "common/explorer/internal/search/exhaustive_search.h"
#include "common/explorer/internal/search/testing/small_program.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using Code = std::vector<Instruction>;
using Kind = Instruction::Kind;

Runs RunOptimally(const SmallProgram& program) {
  OptimalSearch search;
  return RunAll(program, search, 10'000'000, /*collect=*/false);
}

Code Times(int times, const Code& code) {
  Code all;
  for (int i = 0; i < times; ++i)
    all.insert(all.end(), code.begin(), code.end());
  return all;
}

// ---- Exact counts -----------------------------------------------------------

struct Counter {
  int threads;
  int increments;
  uint64_t traces;
};

class UnlockedCounterTest : public ::testing::TestWithParam<Counter> {};

TEST_P(UnlockedCounterTest, EachTraceIsRunOnce) {
  const auto [threads, increments, traces] = GetParam();
  const Code increment = {{Kind::kRead, 0}, {Kind::kWrite, 0}};
  const Runs runs = RunOptimally(
      SmallProgram(static_cast<size_t>(threads), Times(increments, increment)));
  EXPECT_EQ(runs.complete, traces);
  EXPECT_EQ(runs.given_up, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    , UnlockedCounterTest,
    ::testing::Values(Counter{2, 1, 4}, Counter{2, 2, 34}, Counter{2, 3, 328},
                      Counter{2, 4, 3'334}, Counter{3, 1, 36},
                      Counter{3, 2, 7'134}, Counter{4, 1, 576},
                      Counter{5, 1, 14'400}));

class LockedCounterTest : public ::testing::TestWithParam<Counter> {};

TEST_P(LockedCounterTest, EachTraceIsRunOnce) {
  const auto [threads, increments, traces] = GetParam();
  const Code increment = {{Kind::kLock, 0},
                          {Kind::kRead, 0},
                          {Kind::kWrite, 0},
                          {Kind::kUnlock, 0}};
  const Runs runs = RunOptimally(
      SmallProgram(static_cast<size_t>(threads), Times(increments, increment)));
  EXPECT_EQ(runs.complete, traces);
  EXPECT_EQ(runs.given_up, 0u);
}

INSTANTIATE_TEST_SUITE_P(, LockedCounterTest,
                         ::testing::Values(Counter{2, 1, 2}, Counter{2, 2, 6},
                                           Counter{3, 1, 6}, Counter{3, 2, 90},
                                           Counter{4, 1, 24},
                                           Counter{5, 1, 120},
                                           Counter{5, 2, 113'400}));

TEST(OptimalSearchTest, ReadersOfOneWriterHaveTwoToTheNthTraces) {
  for (int readers = 1; readers <= 10; ++readers) {
    SmallProgram program(static_cast<size_t>(readers), {{Kind::kRead, 0}});
    program.push_back({{Kind::kWrite, 0}});
    EXPECT_EQ(RunOptimally(program).complete, uint64_t{1} << readers);
  }
}

SmallProgram Philosophers(int count, bool ordered) {
  SmallProgram program;
  for (int i = 0; i < count; ++i) {
    int left = i;
    int right = (i + 1) % count;
    if (ordered && left > right) std::swap(left, right);
    program.push_back({{Kind::kLock, left},
                       {Kind::kLock, right},
                       {Kind::kUnlock, right},
                       {Kind::kUnlock, left}});
  }
  return program;
}

TEST(OptimalSearchTest, PhilosophersDeadlockInOneTrace) {
  for (int count = 2; count <= 10; ++count) {
    const Runs runs = RunOptimally(Philosophers(count, /*ordered=*/false));
    EXPECT_EQ(runs.complete, (uint64_t{1} << count) - 1);
    EXPECT_EQ(runs.deadlocks, 1u);
    EXPECT_EQ(runs.given_up, 0u);
  }
}

TEST(OptimalSearchTest, PhilosophersWhoOrderTheirForksNeverDeadlock) {
  for (int count = 2; count <= 10; ++count) {
    const Runs runs = RunOptimally(Philosophers(count, /*ordered=*/true));
    EXPECT_EQ(runs.complete, (uint64_t{1} << count) - 2);
    EXPECT_EQ(runs.deadlocks, 0u);
  }
}

// loom 0.7.2 never lets the first thread read 7: it forgets the read once the
// second thread has read, too.
TEST(OptimalSearchTest, AReadIsRememberedWhenTheWriterReadsToo) {
  const SmallProgram program = {{{Kind::kRead, 0}},
                                {{Kind::kRead, 0}, {Kind::kWrite, 0}}};
  OptimalSearch search;
  EXPECT_EQ(RunAll(program, search).outcomes.size(), 2u);
}

// ---- Against brute force ----------------------------------------------------

struct Comparison {
  int programs = 0;
  uint64_t schedules = 0;
  uint64_t traces = 0;
  uint64_t given_up = 0;
  int left_out = 0;  // programs of which some schedules are left out
};

// Runs random programs on every schedule, and on those that the search chooses.
// Programs with too many schedules are left out.
Comparison CompareWithBruteForce(unsigned seed, int programs,
                                 const Ingredients& ingredients,
                                 const World::Options& options = {
                                     .free_tries = 1}) {
  std::mt19937 random(seed);
  Comparison comparison;
  while (comparison.programs < programs) {
    const SmallProgram program = RandomProgram(random, ingredients);
    ExhaustiveSearch every;
    const Runs all = RunAll(program, every, 1'000, true, options);
    if (all.cut_off) continue;
    OptimalSearch search;
    const Runs some = RunAll(program, search, 10'000'000, true, options);
    ++comparison.programs;
    comparison.schedules += all.complete;
    comparison.traces += some.complete;
    comparison.given_up += some.given_up;
    comparison.left_out += all.left_out;
    EXPECT_EQ(some.left_out, all.left_out) << ToString(program);
    EXPECT_TRUE(some.traces == all.traces)
        << some.traces.size() << " of " << all.traces.size() << " traces\n"
        << ToString(program);
    EXPECT_EQ(some.outcomes, all.outcomes) << ToString(program);
    EXPECT_EQ(some.complete, some.traces.size()) << ToString(program);
    if (::testing::Test::HasFailure()) break;
  }
  return comparison;
}

// Of each kind. Sanitizers, which are slow, take fewer (.bazelrc).
int Programs() {
  const char* programs = std::getenv("BRUTE_FORCE_PROGRAMS");
  return programs == nullptr ? 3'400 : std::atoi(programs);
}

TEST(BruteForceTest, LocksAndMemory) {
  const Comparison comparison = CompareWithBruteForce(1, Programs(), {});
  EXPECT_EQ(comparison.given_up, 0u);
  EXPECT_LT(comparison.traces * 2, comparison.schedules);
}

TEST(BruteForceTest, ReaderLocks) {
  EXPECT_EQ(
      CompareWithBruteForce(2, Programs(), {.reader_locks = true}).given_up,
      0u);
}

TEST(BruteForceTest, ConditionVariables) {
  EXPECT_EQ(CompareWithBruteForce(3, Programs(), {.waits = true}).given_up, 0u);
}

TEST(BruteForceTest, TryLocks) {
  EXPECT_EQ(CompareWithBruteForce(4, Programs(), {.try_locks = true}).given_up,
            0u);
}

TEST(BruteForceTest, Conditions) {
  CompareWithBruteForce(5, Programs(), {.conditions = true});
}

TEST(BruteForceTest, ReadsThatWait) {
  CompareWithBruteForce(13, Programs(), {.read_whens = true});
}

TEST(BruteForceTest, ReadsThatWaitAmongAllElse) {
  CompareWithBruteForce(14, Programs(),
                        {.reader_locks = true,
                         .try_locks = true,
                         .conditions = true,
                         .read_whens = true,
                         .waits = true});
}

TEST(OptimalSearchTest, ReadsThatWaitHaveNoOrdersOfTheirOwn) {
  const Code waiter = {{Kind::kReadWhen, 0}};
  const Runs runs =
      RunOptimally({waiter, waiter, waiter, {{Kind::kReadWrite, 0}}});
  EXPECT_EQ(runs.complete, 1u);
  EXPECT_EQ(runs.given_up, 0u);
}

// Loops that yield, sleep, time out and try to lock, among threads that never
// get there.
TEST(BruteForceTest, Tries) {
  const Comparison comparison =
      CompareWithBruteForce(7, Programs() / 4, {.tries = true});
  EXPECT_EQ(comparison.given_up, 0u);
  EXPECT_GT(comparison.left_out, comparison.programs / 10);
}

TEST(BruteForceTest, TriesAndWaits) {
  const Comparison comparison =
      CompareWithBruteForce(8, Programs() / 4, {.waits = true, .tries = true});
  EXPECT_EQ(comparison.given_up, 0u);
  EXPECT_GT(comparison.left_out, comparison.programs / 10);
}

TEST(BruteForceTest, TriesOfThreeThreads) {
  CompareWithBruteForce(9, Programs() / 4,
                        {.reader_locks = true, .waits = true, .tries = true});
}

TEST(BruteForceTest, NotificationsThatWakeAnyWaiter) {
  CompareWithBruteForce(10, Programs() / 4, {.waits = true},
                        {.notify_any = true});
}

TEST(BruteForceTest, WaitsThatEndForNoReason) {
  CompareWithBruteForce(11, Programs() / 4, {.waits = true},
                        {.spurious_wakeups = 1});
}

TEST(BruteForceTest, AnyWaiterAndNoReasonAndTries) {
  CompareWithBruteForce(
      12, Programs() / 4, {.reader_locks = true, .waits = true, .tries = true},
      {.free_tries = 1, .notify_any = true, .spurious_wakeups = 1});
}

TEST(BruteForceTest, AllTogether) {
  CompareWithBruteForce(6, Programs(),
                        {.reader_locks = true,
                         .try_locks = true,
                         .conditions = true,
                         .waits = true,
                         .tries = true});
}

}  // namespace
}  // namespace explorer::internal
