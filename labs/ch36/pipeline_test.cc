// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/pipeline.h"

#include "absl/status/status.h"
#include "common/process/exit_status.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::process::ExitStatus;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

TEST(PipelineTest, TheSecondReadsWhatTheFirstWrites) {
  ASSERT_OK_AND_ASSIGN(Joined joined,
                       JoinByPipe({ProgramPath("LIST_SOCKETS")},
                                  {ProgramPath("FIND_LINES"), "LISTEN"}));
  EXPECT_THAT(joined.out, HasSubstr("0.0.0.0:8080"));
  EXPECT_THAT(joined.out, Not(HasSubstr("ESTABLISHED")));
  EXPECT_TRUE(joined.first.ok()) << joined.first;
  EXPECT_TRUE(joined.second.ok()) << joined.second;
}

TEST(PipelineTest, BothStatusesAreTold) {
  ASSERT_OK_AND_ASSIGN(Joined joined,
                       JoinByPipe({ProgramPath("CHILD"), "exit", "3"},
                                  {ProgramPath("FIND_LINES"), "LISTEN"}));
  EXPECT_EQ(joined.first, ExitStatus::FromCode(3));
  EXPECT_EQ(joined.second, ExitStatus::FromCode(1));  // no such line
}

TEST(PipelineTest, MoreThanAPipeHoldsGoesThrough) {
  ASSERT_OK_AND_ASSIGN(
      Joined joined,
      JoinByPipe({ProgramPath("CHILD"), "write", "out", "1000000"},
                 {ProgramPath("CHILD"), "count-input"}));
  EXPECT_EQ(joined.out, "1000000");
}

TEST(PipelineTest, AReaderThatEndsAtOnceDoesNotKeepTheWriterWaiting) {
  ASSERT_OK_AND_ASSIGN(Joined joined,
                       JoinByPipe({ProgramPath("CHILD"), "flood", "out"},
                                  {ProgramPath("CHILD"), "exit", "0"}));
  EXPECT_FALSE(joined.first.ok());
  EXPECT_TRUE(joined.second.ok()) << joined.second;
}

TEST(PipelineTest, AStageThatIsNotThereIsNotFoundAndNamed) {
  EXPECT_THAT(
      JoinByPipe({"no-such-first"}, {ProgramPath("FIND_LINES"), "LISTEN"}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-first")));
  EXPECT_THAT(
      JoinByPipe({ProgramPath("CHILD"), "hold"}, {"no-such-second"}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-second")));
}

}  // namespace
}  // namespace ch36
