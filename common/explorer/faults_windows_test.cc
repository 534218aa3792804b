// SPDX-License-Identifier: Apache-2.0
//
// What the processor would end a test for, or never come back from, is a
// finding that names the thread; and the test goes on.

#include <atomic>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

void InAThread(const std::function<void()>& work) {
  std::thread thread(work);
  thread.join();
}

// ---- Crashes

// What the compiler can't see through.
int* volatile g_null = nullptr;
volatile int g_zero = 0;

void ReadThroughNull() {
  InAThread([] {
    const int value = *g_null;
    EXPECT_EQ(value, 1);
  });
}

TEST(CrashWindowsTest, ANullPointerIsAFindingThatNamesTheThread) {
  const Result result = Explore(ReadThroughNull);
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_EQ(result.finding().message,
            "T1 reads through a null pointer (EXCEPTION_ACCESS_VIOLATION)");
  EXPECT_THAT(result.trace(), HasSubstr("crash"));
}

TEST(CrashWindowsTest, TheSameIsReplayedByItsToken) {
  const Result first = Explore(ReadThroughNull);
  const Result again = Explore(ReadThroughNull, {.replay = first.token()});
  EXPECT_EQ(again.finding().kind, Kind::kCrash) << again;
  EXPECT_EQ(again.trace(), first.trace());
}

TEST(CrashWindowsTest, IsTheSameWithRealThreads) {
  const Result fibers = Explore(ReadThroughNull);
  const Result threads = Explore(ReadThroughNull, {.real_threads = true});
  EXPECT_EQ(fibers.ToString(), threads.ToString());
}

TEST(CrashWindowsTest, AWriteIsToldFromARead) {
  const Result result = Explore([] { *g_null = 1; });
  EXPECT_EQ(result.finding().message,
            "T0 writes through a null pointer (EXCEPTION_ACCESS_VIOLATION)");
}

TEST(CrashWindowsTest, ACallOfANullPointer) {
  void (*volatile function)() = nullptr;
  const Result result = Explore([&] { function(); });
  EXPECT_EQ(result.finding().message,
            "T0 calls what is no function (EXCEPTION_ACCESS_VIOLATION)");
}

TEST(CrashWindowsTest, ADivisionByZero) {
  const Result result = Explore([] { g_zero = 7 / g_zero; });
  EXPECT_EQ(result.finding().message,
            "T0 divides by zero (EXCEPTION_INT_DIVIDE_BY_ZERO)");
}

TEST(CrashWindowsTest, AnIllegalInstruction) {
  const Result result = Explore([] { __builtin_trap(); });
  EXPECT_EQ(result.finding().kind, Kind::kCrash) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("ILLEGAL_INSTRUCTION"));
}

TEST(CrashWindowsTest, OnOneScheduleOfSeveral) {
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

TEST(CrashWindowsDeathTest, OutsideOfABodyItEndsTheTest) {
  EXPECT_DEATH(
      {
        (void)Explore([] {});
        *g_null = 1;
      },
      "");
}

// ---- What never comes back

// No test waits long; the processor time of a busy machine counts for little.
const Options kSoon = {.max_silence = absl::Milliseconds(100)};

void LoopInAThread() {
  InAThread([] {
    for (;;) asm volatile("");
  });
}

TEST(SilenceWindowsTest, ALoopWithoutAnAccessNamesTheThreadAndTheOption) {
  const Result result = Explore(LoopInAThread, kSoon);
  EXPECT_EQ(result.finding().kind, Kind::kEndlessLoop) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1"));
  EXPECT_THAT(result.finding().message, HasSubstr("Options::max_silence"));
}

TEST(SilenceWindowsTest, IsTheSameWithRealThreads) {
  Options real = kSoon;
  real.real_threads = true;
  EXPECT_EQ(Explore(LoopInAThread, kSoon).ToString(),
            Explore(LoopInAThread, real).ToString());
}

TEST(SilenceWindowsTest, ALongComputationThatTouchesMemoryIsNotStuck) {
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
