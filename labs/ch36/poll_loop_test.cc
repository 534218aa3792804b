// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/poll_loop.h"

#include <string>
#include <utility>

#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::process::ExitStatus;
using ::process::Stdio;
using ::process::Subprocess;
using ::testing_util::ProgramPath;

TEST(PollLoopTest, WorksAsLongAsTheChildRuns) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({ProgramPath("CHILD"), "cat"}, {.in = Stdio::Pipe()}));
  int work = 0;
  PollLoop loop = WorkUntilEnd(child, [&] {
    // The child ends with its input, so it can't end before the third round.
    if (++work == 3) child.in().Close();
  });
  EXPECT_GE(loop.rounds, 3);
  EXPECT_EQ(loop.rounds, work);
  EXPECT_TRUE(loop.status.ok()) << loop.status;
}

TEST(PollLoopTest, TellsHowTheChildEnded) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({ProgramPath("CHILD"), "exit", "3"}));
  EXPECT_EQ(WorkUntilEnd(child, [] {}).status, ExitStatus::FromCode(3));
}

TEST(PollLoopTest, AChildThatHasEndedLeavesNoRoundToWork) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({ProgramPath("CHILD"), "exit", "0"}));
  ASSERT_OK(child.Wait());
  EXPECT_EQ(WorkUntilEnd(child, [] {}).rounds, 0);
}

}  // namespace
}  // namespace ch36
