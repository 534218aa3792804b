// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/weak_failures.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

// All plans for a program in which the thread makes calls(thread, plan) calls.
std::multiset<WeakFailures> AllPlans(
    int of_each_thread,
    const std::function<int(int thread, const WeakFailures& plan)>& calls) {
  WeakFailurePlans plans(of_each_thread);
  std::multiset<WeakFailures> all;
  do {
    all.insert(plans.current());
    for (int thread = 0; thread < 3; ++thread) {
      plans.Saw(thread, calls(thread, plans.current()));
    }
  } while (plans.Next());
  return all;
}

TEST(WeakFailurePlansTest, OfAProgramWithoutCallsThereIsOne) {
  EXPECT_THAT(AllPlans(3, [](int, const WeakFailures&) { return 0; }),
              ::testing::ElementsAre(WeakFailures{}));
}

TEST(WeakFailurePlansTest, WithoutFailuresThereIsOne) {
  EXPECT_THAT(AllPlans(0, [](int, const WeakFailures&) { return 5; }),
              ::testing::ElementsAre(WeakFailures{}));
}

TEST(WeakFailurePlansTest, EachSetOfCallsIsTriedOnce) {
  // Of 2 threads each none, or one of two: 3 * 3.
  const auto calls = [](int thread, const WeakFailures&) {
    return thread == 0 ? 0 : 2;
  };
  const std::multiset<WeakFailures> all = AllPlans(1, calls);
  EXPECT_EQ(all.size(), 9u);
  EXPECT_EQ(std::set<WeakFailures>(all.begin(), all.end()).size(), 9u);
  // Of 2 threads each none, one, or both: 4 * 4.
  EXPECT_EQ(AllPlans(2, calls).size(), 16u);
}

// A loop: one call more for each that fails.
TEST(WeakFailurePlansTest, CallsThatAreMadeSinceOthersFailCanFailToo) {
  const auto calls = [](int thread, const WeakFailures& plan) {
    return thread == 1 ? 1 + static_cast<int>(plan.size()) : 0;
  };
  EXPECT_EQ(AllPlans(1, calls).size(), 2u);
  EXPECT_EQ(AllPlans(2, calls).count({{1, 0}, {1, 1}}), 1u);
}

TEST(WeakFailurePlansTest, DrawnOnesAreOfCallsThatWereSeen) {
  WeakFailurePlans plans(2);
  plans.Draw();
  EXPECT_TRUE(plans.current().empty());
  plans.Saw(1, 3);
  std::set<WeakFailures> drawn;
  for (int i = 0; i < 1'000; ++i) {
    plans.Draw();
    EXPECT_TRUE(std::is_sorted(plans.current().begin(), plans.current().end()));
    drawn.insert(plans.current());
  }
  EXPECT_EQ(drawn.size(), 7u);  // none, one of three, two of three
}

std::vector<WeakFailures> SomeDraws(WeakFailurePlans& plans) {
  std::vector<WeakFailures> draws;
  for (int i = 0; i < 20; ++i) {
    plans.Saw(0, 40);
    plans.Draw();
    draws.push_back(plans.current());
  }
  return draws;
}

TEST(WeakFailurePlansTest, BeginAnewWithTheSameDraws) {
  WeakFailurePlans plans(2, /*seed=*/5);
  const std::vector<WeakFailures> first = SomeDraws(plans);
  EXPECT_NE(SomeDraws(plans), first);
  plans.StartOver();
  EXPECT_EQ(SomeDraws(plans), first);
}

TEST(WeakFailurePlansTest, BeginAnewWithNone) {
  WeakFailurePlans plans(1);
  plans.Saw(0, 4);
  EXPECT_TRUE(plans.Next());
  plans.StartOver();
  EXPECT_TRUE(plans.current().empty());
  EXPECT_FALSE(plans.Next());
}

}  // namespace
}  // namespace explorer::internal
