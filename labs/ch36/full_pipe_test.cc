// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/full_pipe.h"

#include <filesystem>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/lab/temp_directory.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::process::ExitStatus;
using ::process::Stdio;
using ::process::Subprocess;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

constexpr size_t kPiece = 1024;  // of what flood writes at a time
constexpr char kMebibyte[] = "1048576";

absl::StatusOr<Subprocess> StartFlood(const std::string& bytes) {
  return Subprocess::Start({ProgramPath("FLOOD"), bytes},
                           {.out = Stdio::Pipe()});
}

TEST(FullPipeTest, AChildThatNobodyReadsFillsThePipeAndNeverEnds) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartFlood(kMebibyte));
  Waited waited;
  do {  // until there is no room for another piece
    ASSERT_OK_AND_ASSIGN(waited,
                         WaitWithoutReading(child, absl::Milliseconds(1)));
    ASSERT_EQ(waited.status, std::nullopt);
  } while (waited.bytes_in_pipe + kPiece <= waited.pipe_capacity);
  EXPECT_LT(waited.bytes_in_pipe, 1048576u);

  ASSERT_OK_AND_ASSIGN(Waited later,
                       WaitWithoutReading(child, absl::Milliseconds(50)));
  EXPECT_EQ(later.status, std::nullopt);
  EXPECT_EQ(later.bytes_in_pipe, waited.bytes_in_pipe);
}

TEST(FullPipeTest, ReadingIsAllThatAStuckChildNeeds) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartFlood(kMebibyte));
  ASSERT_OK_AND_ASSIGN(process::Output output, child.Communicate());
  EXPECT_EQ(output.out, std::string(1048576, 'x'));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus()));
}

TEST(FullPipeTest, WhatFitsIntoThePipeGetsNobodyStuck) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartFlood("1000"));
  ASSERT_OK_AND_ASSIGN(Waited waited,
                       WaitWithoutReading(child, absl::InfiniteDuration()));
  EXPECT_EQ(waited.status, ExitStatus());
  EXPECT_EQ(waited.bytes_in_pipe, 1000u);
  EXPECT_GE(waited.pipe_capacity, 1000u);
}

TEST(FullPipeTest, WithoutAPipeThereIsNothingToLookInto) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({ProgramPath("FLOOD"), "10"}, {.out = Stdio::Null()}));
  EXPECT_THAT(WaitWithoutReading(child, absl::InfiniteDuration()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

class OutputThroughAFileTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK(folder_); }

  std::string Path() const { return (folder_->path() / "out.txt").string(); }

 private:
  const absl::StatusOr<lab::TempDirectory> folder_ =
      lab::TempDirectory::Create();
};

TEST_F(OutputThroughAFileTest, AFileTakesMoreThanAPipe) {
  EXPECT_THAT(OutputThroughAFile({ProgramPath("FLOOD"), kMebibyte}, Path()),
              IsOkAndHolds(std::string(1048576, 'x')));
}

TEST_F(OutputThroughAFileTest, NoOutputIsAnEmptyText) {
  EXPECT_THAT(OutputThroughAFile({ProgramPath("FLOOD"), "0"}, Path()),
              IsOkAndHolds(IsEmpty()));
}

TEST_F(OutputThroughAFileTest, AProgramThatFailsIsAborted) {
  EXPECT_THAT(OutputThroughAFile({ProgramPath("FLOOD"), "much"}, Path()),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("usage:")));
}

TEST_F(OutputThroughAFileTest, AFileThatIsThereAlreadyIsLeftAlone) {
  ASSERT_OK(OutputThroughAFile({ProgramPath("FLOOD"), "10"}, Path()));
  EXPECT_THAT(OutputThroughAFile({ProgramPath("FLOOD"), "20"}, Path()),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("out.txt")));
  EXPECT_EQ(std::filesystem::file_size(Path()), 10u);
}

}  // namespace
}  // namespace ch36
