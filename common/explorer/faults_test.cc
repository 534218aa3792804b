// SPDX-License-Identifier: Apache-2.0
//
// What the processor would end a test for, or never come back from, is a
// finding that names the thread; and the test goes on.

#include "common/explorer/testing/faults.h"

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

// What the system calls it.
#ifdef _WIN32
constexpr char kBadAccess[] = "(EXCEPTION_ACCESS_VIOLATION)";
constexpr char kDivision[] = "(EXCEPTION_INT_DIVIDE_BY_ZERO)";
constexpr char kInstruction[] = "(EXCEPTION_ILLEGAL_INSTRUCTION)";
#else
constexpr char kBadAccess[] = "(SIGSEGV)";
constexpr char kDivision[] = "(SIGFPE)";
constexpr char kInstruction[] = "(SIGILL)";
#endif

// ---- Crashes

TEST_F(CrashTest, ANullPointerIsAFindingThatNamesTheThread) {
  const Result result = Explore(ReadThroughNull);
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_EQ(result.finding().message,
            absl::StrCat("T1 reads through a null pointer ", kBadAccess));
  EXPECT_THAT(result.trace(), HasSubstr("crash"));
}

TEST_F(CrashTest, TheSameIsReplayedByItsToken) {
  const Result first = Explore(ReadThroughNull);
  const Result again = Explore(ReadThroughNull, {.replay = first.token()});
  EXPECT_EQ(again.finding().kind, Kind::kCrash) << again;
  EXPECT_EQ(again.trace(), first.trace());
}

TEST_F(CrashTest, IsTheSameWithRealThreads) {
  const Result fibers = Explore(ReadThroughNull);
  const Result threads = Explore(ReadThroughNull, {.real_threads = true});
  EXPECT_EQ(fibers.ToString(), threads.ToString());
}

TEST_F(CrashTest, AWriteIsToldFromARead) {
  const Result result = Explore([] { *g_null = 1; });
  EXPECT_EQ(result.finding().message,
            absl::StrCat("T0 writes through a null pointer ", kBadAccess));
}

TEST_F(CrashTest, ACallOfANullPointer) {
  void (*volatile function)() = nullptr;
  const Result result = Explore([&] { function(); });
  EXPECT_EQ(result.finding().message,
            absl::StrCat("T0 calls what is no function ", kBadAccess));
}

TEST_F(CrashTest, ADivisionByZero) {
  const Result result = Explore([] { g_zero = 7 / g_zero; });
  EXPECT_EQ(result.finding().message,
            absl::StrCat("T0 divides by zero ", kDivision));
}

TEST_F(CrashTest, AnIllegalInstruction) {
  const Result result = Explore([] { __builtin_trap(); });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.finding().message, HasSubstr(kInstruction));
}

TEST_F(CrashTest, OnOneScheduleOfSeveral) {
  const Result result = Explore([] {
    static int value = 1;
    std::atomic<int*> shared(nullptr);
    std::thread sets([&] { shared = &value; });
    std::thread uses([&] { EXPECT_EQ(*shared.load(), 1); });
    sets.join();
    uses.join();
  });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T2"));
}

TEST(CrashDeathTest, OutsideOfABodyItEndsTheTest) {
  EXPECT_DEATH(
      {
        (void)Explore([] {});
        *g_null = 1;
      },
      "");
}

// ---- What never comes back

TEST(SilenceTest, ALoopWithoutAnAccessNamesTheThreadAndTheOption) {
  const Result result = Explore(LoopInAThread, kSoon);
  EXPECT_EQ(result.finding().kind, Kind::kEndlessLoop) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1"));
  EXPECT_THAT(result.finding().message, HasSubstr("Options::max_silence"));
}

TEST(SilenceTest, IsTheSameWithRealThreads) {
  Options real = kSoon;
  real.real_threads = true;
  EXPECT_EQ(Explore(LoopInAThread, kSoon).ToString(),
            Explore(LoopInAThread, real).ToString());
}

TEST(SilenceTest, ALongComputationThatTouchesMemoryIsNotStuck) {
  const Result result = Explore(
      [] {
        volatile int sum = 0;
        for (int i = 0; i < 8'000'000; ++i) sum = sum + 1;
      },
      {.max_silence = absl::Milliseconds(20)});
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace explorer
