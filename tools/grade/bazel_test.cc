// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/bazel.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/options.h"
#include "tools/grade/testing/fake_bazel.h"

namespace grade {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

using BazelTest = FakeBazelTest;

// Where `word` is; the end if it is not there.
auto PlaceOf(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) - words.begin();
}

TEST_F(BazelTest, EachCheckoutHasAnOutputBaseOfItsOwn) {
  GraderOptions one = Options();
  one.workspace = "/home/alice/labs";
  GraderOptions other = one;
  other.workspace = "/home/alice/labs2";
  EXPECT_NE(OutputBaseFlag(one), OutputBaseFlag(other));
  EXPECT_EQ(BazelCommand(one, "build")[1], OutputBaseFlag(one));
}

TEST_F(BazelTest, StaffsFlagsComeAfterOursAndSoWin) {
  GraderOptions options = Options();
  options.bazel_flags = {"--config=cache"};
  const std::vector<std::string> command =
      BazelCommand(options, "test", {"--keep_going"});
  EXPECT_EQ(command[2], "test");
  EXPECT_EQ(command.back(), "--config=cache");
  EXPECT_EQ(command[command.size() - 2], "--keep_going");
}

TEST_F(BazelTest, EveryCommandHasTheCompilerOfStudents) {
  const std::string flag = "--repo_env=CC=" + CompilerPlace(Options()).string();
  EXPECT_THAT(BazelCommand(Options(), "info"), Contains(flag));
  EXPECT_THAT(ReplayCommand(Options()), HasSubstr(flag));
}

TEST_F(BazelTest, ItRunsInTheCheckoutAndItsOutputIsReturned) {
  SetBazel("pwd; echo a warning >&2");
  EXPECT_THAT(RunBazel(Options(), {"bazel", "info"}),
              IsOkAndHolds(Options().workspace.string() + "\n"));
}

TEST_F(BazelTest, AFailureHasTheCommandAndTheEndOfAllThatWasSaid) {
  SetBazel(
      "echo the beginning; head -c 9000 /dev/zero | tr '\\0' x\n"
      "echo end of output; echo end of errors >&2; exit 7");
  EXPECT_THAT(
      RunBazel(Options(), {"bazel", "build", "//a"}),
      StatusIs(absl::StatusCode::kInternal,
               AllOf(StartsWith("bazel build //a failed:\n"),
                     HasSubstr("end of output"), HasSubstr("end of errors"),
                     Not(HasSubstr("the beginning")))));
}

TEST_F(BazelTest, WithoutFlagsTestsRunHereAndTheJailIsNotTriedAgain) {
  SetBazel("exit 1");
  EXPECT_OK(CheckJailWhereBazelRuns(Options()));
  EXPECT_THAT(Words(), IsEmpty());
}

TEST_F(BazelTest, WithFlagsTheJailIsTriedWhereTheyHaveBazelRunThings) {
  SetBazel("exit 0");
  GraderOptions options = Options();
  // Even if they ask for what held yesterday.
  options.bazel_flags = {"--config=remote", "--cache_test_results"};
  EXPECT_OK(CheckJailWhereBazelRuns(options));
  EXPECT_EQ(Words().back(), "//tools/grade/jail:holds");
  EXPECT_LT(PlaceOf(Words(), "--config=remote"),
            PlaceOf(Words(), "--nocache_test_results"));
  EXPECT_LT(PlaceOf(Words(), "--cache_test_results"),
            PlaceOf(Words(), "--nocache_test_results"));
  EXPECT_THAT(Words(), Contains("--nocache_test_results"));
}

TEST_F(BazelTest, AJailThatDoesNotHoldThereIsRefusedWithTheReason) {
  SetBazel("echo the network is there; exit 3");
  GraderOptions options = Options();
  options.bazel_flags = {"--config=remote"};
  EXPECT_THAT(CheckJailWhereBazelRuns(options),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("with --config=remote the jail does not "
                                       "hold where submissions would run"),
                             HasSubstr("the network is there"))));
}

}  // namespace
}  // namespace grade
