// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/end_within.h"

#include <string>

#include "absl/time/time.h"
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
using ::testing::StartsWith;
using ::testing_util::ProgramPath;

constexpr absl::Duration kNone = absl::ZeroDuration();
constexpr absl::Duration kForEver = absl::InfiniteDuration();

TEST(EndWithinTest, AChildThatEndsInTimeIsLeftAlone) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({ProgramPath("CHILD"), "exit", "3"}));
  ASSERT_OK_AND_ASSIGN(Ending ending, EndWithin(child, {.patience = kForEver}));
  EXPECT_EQ(ending.by, EndedBy::kItself);
  EXPECT_EQ(ending.status, ExitStatus::FromCode(3));
}

TEST(EndWithinTest, AChildThatListensEndsWhenAsked) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({ProgramPath("CHILD"), "hold"}));
  ASSERT_OK_AND_ASSIGN(
      Ending ending, EndWithin(child, {.patience = kNone, .grace = kForEver}));
  EXPECT_EQ(ending.by, EndedBy::kRequest);
  EXPECT_FALSE(ending.status.ok());
}

TEST(EndWithinTest, WhatTheChildStartedEndsWithItWhenForced) {
  // Both hold the pipe of the child's error output: it ends when both have.
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({ProgramPath("FAMILY"), ProgramPath("STUBBORN")},
                        {.out = Stdio::Pipe(),
                         .err = Stdio::Pipe(),
                         .group = process::Group::kNewGroup}));
  ASSERT_OK(child.out().Read());  // the grandchild has been started
  ASSERT_OK(EndWithin(child, {.patience = kNone, .grace = kNone}));
  EXPECT_THAT(child.err().Read(), testing_util::IsOkAndHolds(""));
}

}  // namespace
}  // namespace ch36
