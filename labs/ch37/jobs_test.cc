// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/jobs.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/temp_directory.h"
#include "common/lab/timeline.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/new_gil.h"
#include "labs/ch37/old_gil.h"
#include "labs/ch37/timeline_recorder.h"
#include "labs/ch37/write_files.h"

namespace ch37 {
namespace {

using ::lab::Activity;
using ::lab::Interval;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

struct Case {
  std::string name;
  Order order;
  std::function<std::unique_ptr<Gil>()> make;
};

std::vector<Case> Cases() {
  std::vector<Case> cases;
  for (Order order : {Order::kSerial, Order::kThreads}) {
    const std::string way = order == Order::kSerial ? "Serial" : "Threads";
    cases.push_back(
        {way + "None", order, [] { return std::make_unique<NoGil>(); }});
    cases.push_back(
        {way + "New", order, [] { return std::make_unique<NewGil>(); }});
    cases.push_back(
        {way + "Old", order, [] { return std::make_unique<OldGil>(); }});
  }
  return cases;
}

class JobsTest : public testing::TestWithParam<Case> {
 protected:
  absl::StatusOr<absl::Duration> RunAll(const std::vector<Job>& jobs) {
    return RunJobs(jobs, GetParam().order, *gil_, &recorder_);
  }

  const std::unique_ptr<Gil> gil_ = GetParam().make();
  TimelineRecorder recorder_;
};

INSTANTIATE_TEST_SUITE_P(All, JobsTest, testing::ValuesIn(Cases()),
                         [](const testing::TestParamInfo<Case>& info) {
                           return info.param.name;
                         });

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(JobsTest, FactoriseFindsTheFactors) {
  const int32_t numbers[] = {12, 97, 100};
  std::vector<std::vector<int32_t>> factors(3);
  ASSERT_OK(RunAll(FactoriseJobs(numbers, &factors)));
  EXPECT_EQ(factors, FactoriseAll(numbers));

  std::vector<std::vector<int32_t>> in_one_job(3);
  ASSERT_OK(RunAll({FactoriseAllJob(numbers, &in_one_job)}));
  EXPECT_EQ(in_one_job, factors);
}

TEST_P(JobsTest, BothShapesWriteTheBytesOfThePlainCppCode) {
  constexpr int kLines = 20'000;  // several buffers full
  ASSERT_OK_AND_ASSIGN(lab::TempDirectory folder, lab::TempDirectory::Create());
  const auto expected = folder.path() / "expected.txt";
  ASSERT_OK(WriteLines(expected, kLines, Shape::kLineByLine));
  for (auto jobs : {LineJobs, ChunkJobs}) {
    ASSERT_OK(RunAll(jobs(folder.path(), 2, kLines)));
    for (int i = 0; i < 2; ++i) {
      const auto file = folder.path() / absl::StrCat(i, ".txt");
      EXPECT_TRUE(ReadAll(file) == ReadAll(expected)) << file;
      std::filesystem::remove(file);
    }
  }
}

TEST_P(JobsTest, ALargeWriteIsOneBlockedCallAFile) {
  ASSERT_OK_AND_ASSIGN(lab::TempDirectory folder, lab::TempDirectory::Create());
  ASSERT_OK(RunAll(LargeWriteJobs(folder.path(), 2, /*mebibytes=*/1)));
  for (const char* name : {"write_0.txt", "write_1.txt"}) {
    EXPECT_TRUE(ReadAll(folder.path() / name) == std::string(1 << 20, 'x'));
  }
  EXPECT_THAT(
      recorder_.Finish("writes", gil_->exclusive()).intervals,
      Contains(Field(&Interval::activity, Activity::kBlocked)).Times(2));
}

TEST_P(JobsTest, AFolderThatIsNotThereIsAnErrorThatNamesTheFile) {
  EXPECT_THAT(RunAll(LineJobs("no-such-folder", 1, 1)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("0.txt")));
  EXPECT_THAT(RunAll(LargeWriteJobs("no-such-folder", 1, 1)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("write_0")));
}

TEST_P(JobsTest, ABlockingCallShowsAsBlocked) {
  ASSERT_OK(RunAll(SelectJobs(2, absl::Milliseconds(1))));
  EXPECT_THAT(
      recorder_.Finish("selects", gil_->exclusive()).intervals,
      Contains(Field(&Interval::activity, Activity::kBlocked)).Times(2));
}

TEST_P(JobsTest, EachThreadHasATrackAndUnderALockOneRunsAtATime) {
  ASSERT_OK(RunAll(CountJobs(3, 20'000)));
  const lab::Timeline timeline = recorder_.Finish("count", gil_->exclusive());
  if (GetParam().order == Order::kSerial) {
    EXPECT_THAT(timeline.tracks, ElementsAre("one by one"));
  } else {
    EXPECT_THAT(timeline.tracks,
                ElementsAre("thread 1", "thread 2", "thread 3"));
  }
  if (!gil_->exclusive()) return;
  absl::Duration free = absl::ZeroDuration();
  for (const Interval& interval : timeline.intervals) {
    if (interval.activity != Activity::kRunning) continue;
    EXPECT_GE(interval.begin, free);
    free = interval.end;
  }
}

TEST(RunJobsTest, NoJobsTakeNoTurn) {
  NewGil gil;
  ASSERT_OK(RunJobs({}, Order::kThreads, gil));
  EXPECT_EQ(gil.switches(), 0);
}

}  // namespace
}  // namespace ch37
