// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/end.h"

#include <optional>

#include "common/exercise/verdict.h"
#include "common/process/exit_status.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::process::ExitStatus;

TEST(EndTest, ASignalIsACrash) {
  EXPECT_EQ(EndOf(ExitStatus::FromSignal(11), "").verdict, Verdict::kCrash);
  EXPECT_EQ(EndOf(ExitStatus::FromCode(0xC0000005), "").verdict,
            Verdict::kCrash);
}

TEST(EndTest, AnEndWithoutAnAnswerIsPrematureWhateverItsCode) {
  EXPECT_EQ(EndOf(ExitStatus::FromCode(0), "").verdict,
            Verdict::kPrematureExit);
  EXPECT_EQ(EndOf(ExitStatus::FromCode(7), "").verdict,
            Verdict::kPrematureExit);
}

TEST(EndTest, SanitizersAreBelievedOnlyTogetherWithTheirExitCode) {
  const char* const race = "WARNING: ThreadSanitizer: data race (pid=1)";
  EXPECT_EQ(EndOf(ExitStatus::FromCode(66), race).verdict, Verdict::kDataRace);
  EXPECT_EQ(EndOf(ExitStatus::FromCode(0), race).verdict,
            Verdict::kPrematureExit);
  EXPECT_EQ(EndOf(ExitStatus::FromCode(66), "").verdict,
            Verdict::kPrematureExit);
  EXPECT_EQ(
      EndOf(ExitStatus::FromCode(23), "ERROR: LeakSanitizer: detected").verdict,
      Verdict::kLeak);
  EXPECT_EQ(
      EndOf(ExitStatus::FromCode(1), "ERROR: AddressSanitizer: stack").verdict,
      Verdict::kCrash);
}

TEST(EndTest, AJailSaysWhyItEndedTheRunner) {
  const std::optional<End> end = EndFromJail("MEM_LIMIT more than 2 GiB\n");
  ASSERT_NE(end, std::nullopt);
  EXPECT_EQ(end->verdict, Verdict::kMemLimit);
  EXPECT_EQ(end->text, "more than 2 GiB");
}

TEST(EndTest, AJailThatDidNotEndItHasNothingToSay) {
  EXPECT_EQ(EndFromJail("ENDED\n"), std::nullopt);
}

TEST(EndTest, AJailThatTalksNonsenseIsOurFault) {
  for (const char* bad :
       {"PASS", "whatever happened", "ENDED well", "\n", ""}) {
    const std::optional<End> end = EndFromJail(bad);
    ASSERT_NE(end, std::nullopt) << bad;
    EXPECT_EQ(end->verdict, Verdict::kInfra) << bad;
  }
}

}  // namespace
}  // namespace exercise
