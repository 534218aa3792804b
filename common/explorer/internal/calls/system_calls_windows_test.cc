// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is: what becomes of calls of Windows' own.

#include <process.h>
#include <time.h>
#include <windows.h>

// A macro for programs of Windows 3, which had to.
#undef Yield

#include "common/explorer/internal/calls/testing/recording_hooks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SystemCallsWindowsTest, SleepsArePassedVirtually) {
  time_t passed = 0;
  EXPECT_THAT(Record([&] {
                const time_t begin = time(nullptr);
                Sleep(3'600'000);
                Sleep(0);
                passed = time(nullptr) - begin;
              }),
              ElementsAre("sleep 3600000000000", "yield"));
  EXPECT_EQ(passed, 3'600);
}

TEST(SystemCallsWindowsTest, AWaitThatIsOverGoesOn) {
  const HANDLE event = CreateEventA(nullptr, TRUE, /*initial=*/TRUE, nullptr);
  DWORD result = WAIT_FAILED;
  EXPECT_THAT(Record([&] { result = WaitForSingleObject(event, INFINITE); }),
              IsEmpty());
  EXPECT_EQ(result, WAIT_OBJECT_0);
  CloseHandle(event);
}

TEST(SystemCallsWindowsTest, AWaitWithATimeOutIsOverAtOnce) {
  const HANDLE event = CreateEventA(nullptr, TRUE, /*initial=*/FALSE, nullptr);
  DWORD result = WAIT_FAILED;
  EXPECT_THAT(Record([&] { result = WaitForSingleObject(event, 3'600'000); }),
              ElementsAre("sleep 3600000000000"));
  EXPECT_EQ(result, WAIT_TIMEOUT);
  CloseHandle(event);
}

TEST(SystemCallsWindowsTest, AWaitThatWouldHaveToWaitCantBeExplored) {
  const HANDLE event = CreateEventA(nullptr, TRUE, /*initial=*/FALSE, nullptr);
  EXPECT_THAT(
      Record([&] { WaitForMultipleObjects(1, &event, TRUE, INFINITE); }),
      ElementsAre(
          "unsupported: WaitForMultipleObjects() that would have to wait"));
  CloseHandle(event);
}

DWORD WINAPI DoNothing(void*) { return 0; }

TEST(SystemCallsWindowsTest, ThreadsThatAreNotPthreadsCantBeExplored) {
  EXPECT_THAT(
      Record([] { CreateThread(nullptr, 0, DoNothing, nullptr, 0, nullptr); }),
      ElementsAre("unsupported: CreateThread"));
  EXPECT_THAT(Record([] { _beginthread([](void*) {}, 0, nullptr); }),
              ElementsAre("unsupported: _beginthread"));
}

TEST(SystemCallsWindowsTest, AnotherProcessCantBeExplored) {
  EXPECT_THAT(Record([] {
                STARTUPINFOA startup = {};
                PROCESS_INFORMATION process = {};
                CreateProcessA("program", nullptr, nullptr, nullptr, FALSE, 0,
                               nullptr, nullptr, &startup, &process);
              }),
              ElementsAre("unsupported: CreateProcessA"));
  EXPECT_THAT(Record([] { ExitProcess(1); }),
              ElementsAre("unsupported: ExitProcess"));
}

TEST(SystemCallsWindowsTest, AllAreRealOutsideOfAnExploration) {
  int runs = 0;
  const HANDLE thread = CreateThread(
      nullptr, 0,
      [](void* count) -> DWORD {
        ++*static_cast<int*>(count);
        return 0;
      },
      &runs, 0, nullptr);
  ASSERT_NE(thread, nullptr);
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
  EXPECT_EQ(runs, 1);
  EXPECT_GT(time(nullptr), 1'600'000'000);
  Sleep(1);
  EXPECT_THAT(Record([] {}), IsEmpty());
}

}  // namespace
}  // namespace explorer::internal
