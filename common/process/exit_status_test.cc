// SPDX-License-Identifier: Apache-2.0

#include "common/process/exit_status.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace process {
namespace {

TEST(ExitStatusTest, OnlyExitCodeZeroIsOk) {
  EXPECT_TRUE(ExitStatus().ok());
  EXPECT_TRUE(ExitStatus::FromCode(0).ok());
  EXPECT_FALSE(ExitStatus::FromCode(1).ok());
  EXPECT_FALSE(ExitStatus::FromSignal(9).ok());
  EXPECT_FALSE(ExitStatus::Unknown().ok());
}

TEST(ExitStatusTest, IsExactlyOneOfExitedSignaledAndUnknown) {
  for (const ExitStatus status :
       {ExitStatus::FromCode(3), ExitStatus::FromSignal(9),
        ExitStatus::Unknown()}) {
    EXPECT_EQ(status.exited() + status.signaled() + status.unknown(), 1)
        << status;
  }
}

TEST(ExitStatusTest, GivesBackItsNumber) {
  EXPECT_EQ(ExitStatus::FromCode(255).exit_code(), 255);
  EXPECT_EQ(ExitStatus::FromCode(0xC0000005).exit_code(), 0xC0000005);
  EXPECT_EQ(ExitStatus::FromSignal(15).term_signal(), 15);
}

TEST(ExitStatusTest, ReturnCodeIsPythons) {
  EXPECT_EQ(ExitStatus::FromCode(3).returncode(), 3);
  EXPECT_EQ(ExitStatus::FromCode(0xC0000005).returncode(), 3221225477);
  EXPECT_EQ(ExitStatus::FromSignal(9).returncode(), -9);
}

TEST(ExitStatusTest, EqualMeansTheSameEnd) {
  EXPECT_EQ(ExitStatus::FromCode(9), ExitStatus::FromCode(9));
  EXPECT_NE(ExitStatus::FromCode(9), ExitStatus::FromCode(8));
  EXPECT_NE(ExitStatus::FromCode(9), ExitStatus::FromSignal(9));
  EXPECT_NE(ExitStatus::FromCode(0), ExitStatus::Unknown());
}

TEST(ExitStatusTest, PrintsHowTheProgramEnded) {
  EXPECT_EQ(ExitStatus::FromCode(3).ToString(), "exit code 3");
  EXPECT_EQ(ExitStatus::FromCode(0xC0000005).ToString(),
            "exit code 0xC0000005");
  EXPECT_EQ(ExitStatus::FromSignal(9).ToString(),
            "killed by signal 9 (SIGKILL)");
  EXPECT_EQ(ExitStatus::FromSignal(40).ToString(), "killed by signal 40");
  EXPECT_EQ(ExitStatus::Unknown().ToString(), "exit status unknown");
}

TEST(ExitStatusTest, PrintsToStreamsAndStrCat) {
  std::ostringstream stream;
  stream << ExitStatus::FromCode(3);
  EXPECT_EQ(stream.str(), "exit code 3");
  EXPECT_EQ(absl::StrCat("it ended with ", ExitStatus::FromCode(3)),
            "it ended with exit code 3");
}

TEST(ExitStatusDeathTest, AskingForWhatIsNotThereNamesWhatIs) {
  EXPECT_DEATH(ExitStatus::FromSignal(9).exit_code(),
               "no exit code: killed by signal 9");
  EXPECT_DEATH(ExitStatus::FromCode(3).term_signal(), "no signal: exit code 3");
  EXPECT_DEATH(ExitStatus::Unknown().returncode(),
               "no return code: exit status unknown");
}

TEST(ExitStatusTest, ACoreDumpIsKeptAndPrinted) {
  const ExitStatus status = ExitStatus::FromSignal(11, /*core_dumped=*/true);
  EXPECT_TRUE(status.core_dumped());
  EXPECT_FALSE(ExitStatus::FromSignal(11).core_dumped());
  EXPECT_EQ(status.returncode(), -11);
  EXPECT_EQ(status.ToString(), "killed by signal 11 (SIGSEGV), core dumped");
}

}  // namespace
}  // namespace process
