// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/judge_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

absl::StatusOr<JudgeFlags> Parse(std::vector<std::string> words) {
  words.insert(words.begin(), "judge");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return ParseJudgeFlags(static_cast<int>(argv.size()), argv.data());
}

TEST(JudgeFlagsTest, TheCommandAfterTheDashesStaysWhole) {
  ASSERT_OK_AND_ASSIGN(JudgeFlags flags,
                       Parse({"--seed=7", "--", "jail", "--", "--seed=8"}));
  EXPECT_EQ(flags.judge.seed, 7u);
  EXPECT_THAT(flags.judge.student.runner,
              ElementsAre("jail", "--", "--seed=8"));
}

TEST(JudgeFlagsTest, EachFlagIsUnderstood) {
  ASSERT_OK_AND_ASSIGN(
      JudgeFlags flags,
      Parse({"--only=One", "--visible_only", "--stop_at_first_failure",
             "--json=a.json", "--time_limit=3", "--time_for_all=60",
             "--race_runner=r", "--jailed", "--program=CHILD=c=d",
             "--runner=runner"}));
  EXPECT_EQ(flags.judge.only, "One");
  EXPECT_TRUE(flags.judge.visible_only);
  EXPECT_TRUE(flags.judge.stop_at_first_failure);
  EXPECT_EQ(flags.json, "a.json");
  EXPECT_EQ(flags.judge.student.time_limit, absl::Seconds(3));
  EXPECT_EQ(flags.judge.time_for_all, absl::Seconds(60));
  EXPECT_EQ(flags.judge.race_runner, "r");
  EXPECT_TRUE(flags.judge.student.jailed);
  EXPECT_EQ(flags.judge.student.programs.at("CHILD"), "c=d");
  EXPECT_THAT(flags.judge.student.runner, ElementsAre("runner"));
}

TEST(JudgeFlagsTest, WithoutARunnerThereIsNothingToJudge) {
  EXPECT_THAT(Parse({"--seed=1"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("which program answers?")));
  EXPECT_OK(Parse({"--describe=exercise.json"}));
  EXPECT_OK(Parse({"--help"}));
}

TEST(JudgeFlagsTest, AWrongFlagIsNamed) {
  for (const char* bad :
       {"--seed=-1", "--seed=x", "--time_limit=0", "--time_for_all=x",
        "--program=CHILD", "--program==x", "--sed=1"}) {
    EXPECT_THAT(Parse({bad, "--", "runner"}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(bad)))
        << bad;
  }
}

TEST(JudgeFlagsTest, TheHelpNamesEachFlag) {
  for (const char* flag :
       {"--seed", "--only", "--visible_only", "--stop_at_first_failure",
        "--json", "--time_limit", "--time_for_all", "--race_runner",
        "--program", "--jailed", "--describe", "--runner"}) {
    EXPECT_THAT(JudgeFlagsHelp(), HasSubstr(flag));
  }
}

}  // namespace
}  // namespace exercise
