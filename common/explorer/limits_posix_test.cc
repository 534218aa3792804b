// SPDX-License-Identifier: Apache-2.0
//
// What the explorer can't do, it says: what Linux has of its own, and what is
// only noticed there.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

TEST(LimitsPosixTest, ForkIsNamed) {
  const Result result = Explore([] { (void)fork(); });
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("fork"));
}

TEST(LimitsPosixTest, AnotherProgramInItsPlaceIsNamedAndEndsNoTest) {
  const Result result = Explore([] { execl("/bin/true", "true", nullptr); });
  EXPECT_EQ(result.finding().kind, Kind::kUnsupported) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("execl"));
}

TEST(LimitsPosixTest, AQuickExitIsNamed) {
  EXPECT_EQ(Explore([] { std::quick_exit(0); }).finding().kind,
            Kind::kUnsupported);
}

TEST(LimitsPosixTest, ALargeArrayDoesNotSkipTheGuardOfTheStack) {
  const Result result = Explore([] {
    volatile char large[2 << 20];
    large[1 << 20] = 1;
    EXPECT_EQ(large[1 << 20], 1);
  });
  EXPECT_EQ(result.finding().kind, Kind::kStackOverflow) << result;
}

int Recurse(int depth) {
  volatile char frame[256];
  frame[0] = static_cast<char>(depth);
  return depth == 0 ? frame[0] : Recurse(depth - 1) + frame[0];
}

TEST(LimitsPosixTest, AnOverflowOfTheStackNamesTheThreadAndTheOption) {
  const Result result = Explore(
      [] {
        std::thread thread([] { Recurse(10'000); });
        thread.join();
      },
      {.stack_bytes = 64 * 1024});
  EXPECT_EQ(result.finding().kind, Kind::kStackOverflow) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1"));
  EXPECT_THAT(result.finding().message, HasSubstr("stack_bytes"));
}

// Steps of one line are put together: there must be an addr2line.
TEST(LimitsPosixTest, TheTraceOfALostUpdateHasEightLinesAtMost) {
  const Result result = Explore(
      [] {
        int count = 0;
        std::thread a([&] { count += 1; });
        std::thread b([&] { count += 1; });
        a.join();
        b.join();
        EXPECT_EQ(count, 2);
      },
      {.races_are_findings = false});
  const std::string table =
      result.trace().substr(0, result.trace().find("\n\n"));
  EXPECT_LE(std::count(table.begin(), table.end(), '\n'), 7) << table;
}

// Of std::thread::join(), which the C++ library has. (T0's have no lines.)
TEST(LimitsPosixTest, TheTraceShowsTheLineOfACallThroughALibrary) {
  const auto body = [] {
    std::thread outer([] {
      std::thread inner([] {});
      inner.join();
      EXPECT_TRUE(false);
    });
    outer.join();
  };
  const Result result = Explore(body);
  EXPECT_THAT(result.trace(), HasSubstr("inner.join();"));
  EXPECT_EQ(result.trace(), Explore(body, {.real_threads = true}).trace());
}

TEST(LimitsPosixTest, AThreadThatTakesAllMemoryIsAFindingThatNamesTheLine) {
  const Result result = Explore([] {
    std::vector<std::vector<char>> all;
    for (;;) all.emplace_back(1 << 20);
  });
  EXPECT_EQ(result.finding().kind, Kind::kTooMuchMemory) << result;
  EXPECT_THAT(result.trace(), HasSubstr("all.emplace_back(1 << 20)"));
}

TEST(LimitsPosixTest, OffRunsTheBodyForReal) {
  setenv("EXPLORER", "off", 1);
  int runs = 0;
  const Result result = Explore([&runs] { ++runs; });
  unsetenv("EXPLORER");
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(result.proved());
  EXPECT_FALSE(result.found());
}

}  // namespace
}  // namespace explorer
