// SPDX-License-Identifier: Apache-2.0

#include "common/sync/on_threads.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/barrier.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::Each;
using ::testing_util::StatusIs;

TEST(OnThreadsTest, CallsEachNumberOnce) {
  std::vector<int> calls(5);
  EXPECT_OK(OnThreads(5, [&](int i) {
    ++calls[i];
    return absl::OkStatus();
  }));
  EXPECT_THAT(calls, Each(1));
}

TEST(OnThreadsTest, ThePiecesRunSideBySide) {
  // One after another, the first would wait for the others for ever.
  absl::Barrier all_are_running(4);
  EXPECT_OK(OnThreads(4, [&](int) {
    all_are_running.Block();
    return absl::OkStatus();
  }));
}

TEST(OnThreadsTest, TheFirstErrorByNumberIsReturnedAndAllRun) {
  std::vector<int> calls(4);
  EXPECT_THAT(OnThreads(4,
                        [&](int i) {
                          ++calls[i];
                          return i == 0 ? absl::OkStatus()
                                        : absl::AbortedError(absl::StrCat(i));
                        }),
              StatusIs(absl::StatusCode::kAborted, "1"));
  EXPECT_THAT(calls, Each(1));
}

TEST(OnThreadsTest, NothingToDoIsDoneAtOnce) {
  EXPECT_OK(OnThreads(0, [](int) { return absl::InternalError("called"); }));
}

TEST(OnThreadsDeathTest, ANegativeCountIsRefused) {
  EXPECT_DEATH({ (void)OnThreads(-1, [](int) { return absl::OkStatus(); }); },
               "can't be negative");
}

}  // namespace
}  // namespace sync_util
