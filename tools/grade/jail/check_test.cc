// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/check.h"

#include "absl/status/status.h"
#include "common/process/find_executable.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

TEST(CheckJailTest, ThisMachinesHolds) {
  if (!process::FindExecutable("bwrap").ok()) {
    GTEST_SKIP() << "NOT TESTED: bubblewrap is not installed "
                    "(tools/setup --grading installs it)";
  }
  EXPECT_OK(CheckJail("tools/grade/jail/probe"));
}

TEST(CheckJailTest, WithoutBubblewrapItSaysWhatToInstall) {
  setenv("PATH", "/no/such/folder", 1);
  EXPECT_THAT(CheckJail("tools/grade/jail/probe"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("tools/setup --grading installs it")));
}

// A program that does nothing passes no limit: the check must notice that.
TEST(CheckJailTest, LimitsThatDoNotBindAreNoticed) {
  if (!process::FindExecutable("bwrap").ok()) GTEST_SKIP() << "NOT TESTED";
  EXPECT_THAT(CheckJail("/bin/true"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("\"fork\" ended with EXITED")));
}

}  // namespace
}  // namespace grade
