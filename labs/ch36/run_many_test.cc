// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/run_many.h"

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "common/process/pipe.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

// A child that needs no process.
absl::StatusOr<process::CompletedProcess> Nothing() {
  return process::CompletedProcess();
}

TEST(RunManyTest, ResultsStandInTheOrderOfTheirNumbers) {
  const std::string echo = ProgramPath("ECHO");
  auto results = RunMany(9, /*at_once=*/3, [&](int i) {
    return process::Run({echo, absl::StrCat("child ", i)});
  });
  ASSERT_THAT(results, SizeIs(9));
  for (int i = 0; i < 9; ++i) {
    ASSERT_OK(results[i]);
    EXPECT_THAT(results[i]->out, StartsWith(absl::StrCat("child ", i)));
  }
  EXPECT_EQ(CountSuccesses(results), 9);
}

TEST(RunManyTest, ChildrenRunSideBySide) {
  // The first child reads until the second one has ended: one after another
  // they would never come to an end.
  const std::string child = ProgramPath("CHILD");
  ASSERT_OK_AND_ASSIGN(process::Pipe pipe, process::OpenPipe());
  const process::Stdio read = process::Stdio::Own(std::move(pipe.read));
  const process::Stdio write = process::Stdio::Own(std::move(pipe.write));
  auto results = RunMany(2, /*at_once=*/2, [&](int i) {
    return i == 0
               ? process::Run({child, "count-input"}, {.start = {.in = read}})
               : process::Run({child, "write", "out", "5"},
                              {.start = {.out = write}});
  });
  EXPECT_EQ(CountSuccesses(results), 2);
  ASSERT_OK(results[0]);
  EXPECT_EQ(results[0]->out, "5");
}

TEST(RunManyTest, AsManyRunAtATimeAsTheCapSaysAndNeverMore) {
  constexpr int kCap = 4;
  constexpr int kChildren = 5 * kCap;
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  // Every group of four waits for its fourth: with fewer it would hang.
  std::vector<std::unique_ptr<absl::Barrier>> groups;
  for (int i = 0; i < kChildren / kCap; ++i) {
    groups.push_back(std::make_unique<absl::Barrier>(kCap));
  }
  RunMany(kChildren, kCap, [&](int i) {
    const int now = ++running;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);)
      continue;
    groups[i / kCap]->Block();
    --running;
    return Nothing();
  });
  EXPECT_EQ(most, kCap);
}

TEST(RunManyTest, WithACapOfOneTheyRunOneAfterAnotherInOrder) {
  std::vector<int> order;  // no lock: only one runs at a time
  RunMany(5, /*at_once=*/1, [&](int i) {
    order.push_back(i);
    return Nothing();
  });
  EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(RunManyTest, AChildThatFailsKeepsNoOtherFromRunning) {
  const std::string child = ProgramPath("CHILD");
  auto results = RunMany(3, /*at_once=*/1, [&](int i) {
    if (i == 0) return process::Run({"no-such-program"});
    return process::Run({child, "exit", absl::StrCat(i - 1)});
  });
  EXPECT_THAT(results[0], StatusIs(absl::StatusCode::kNotFound,
                                   HasSubstr("no-such-program")));
  ASSERT_OK(results[1]);
  EXPECT_TRUE(results[1]->status.ok());
  ASSERT_OK(results[2]);
  EXPECT_EQ(results[2]->status, process::ExitStatus::FromCode(1));
  EXPECT_EQ(CountSuccesses(results), 1);
}

TEST(RunManyTest, NoChildrenIsNoWork) {
  EXPECT_THAT(RunMany(0, /*at_once=*/1, [](int) { return Nothing(); }),
              IsEmpty());
}

}  // namespace
}  // namespace ch36
