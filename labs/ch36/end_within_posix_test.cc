// SPDX-License-Identifier: Apache-2.0

#include <csignal>

#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch36/end_within.h"

namespace ch36 {
namespace {

using ::process::ExitStatus;
using ::process::Stdio;
using ::process::Subprocess;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ProgramPath;

TEST(EndWithinPosixTest, AskingIsSigtermAndForcingIsSigkill) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({ProgramPath("CHILD"), "hold"}));
  ASSERT_OK_AND_ASSIGN(Ending asked,
                       EndWithin(child, {.patience = absl::ZeroDuration(),
                                         .grace = absl::InfiniteDuration()}));
  EXPECT_EQ(asked.status, ExitStatus::FromSignal(SIGTERM));

  ASSERT_OK_AND_ASSIGN(
      Subprocess stubborn,
      Subprocess::Start({ProgramPath("STUBBORN")}, {.out = Stdio::Pipe()}));
  ASSERT_OK(stubborn.out().Read());  // from now on it does not listen
  ASSERT_OK_AND_ASSIGN(Ending forced,
                       EndWithin(stubborn, {.patience = absl::ZeroDuration(),
                                            .grace = absl::Milliseconds(20)}));
  EXPECT_EQ(forced.by, EndedBy::kForce);
  EXPECT_EQ(forced.status, ExitStatus::FromSignal(SIGKILL));
}

}  // namespace
}  // namespace ch36
