// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/bench_flags.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

absl::StatusOr<BenchFlags> Parse(std::vector<std::string> flags) {
  flags.insert(flags.begin(), "bench");
  std::vector<char*> argv;
  for (std::string& flag : flags) argv.push_back(flag.data());
  return ParseBenchFlags(static_cast<int>(argv.size()), argv.data());
}

TEST(BenchFlagsTest, OursAreTakenAndTheOthersPassedOn) {
  ASSERT_OK_AND_ASSIGN(
      BenchFlags flags,
      Parse({"--lines=7", "--benchmark_filter=x", "--python=a", "--python=b"}));
  EXPECT_EQ(flags.lines, 7);
  EXPECT_THAT(flags.pythons, ElementsAre("a", "b"));
  EXPECT_THAT(flags.others, ElementsAre("bench", "--benchmark_filter=x"));
}

TEST(BenchFlagsTest, WithoutFlagsThereAreDefaults) {
  ASSERT_OK_AND_ASSIGN(BenchFlags flags, Parse({}));
  EXPECT_EQ(flags.lines, 200'000);
  EXPECT_FALSE(flags.all_pythons || flags.no_python || flags.help);
}

TEST(BenchFlagsTest, LinesThatAreNoNumberAreRefusedAndNamed) {
  for (const char* flag :
       {"--lines=", "--lines=0", "--lines=-1", "--lines=x"}) {
    EXPECT_THAT(Parse({flag}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(flag)));
  }
}

TEST(BenchFlagsTest, PythonAndNoPythonContradictEachOther) {
  EXPECT_THAT(Parse({"--python=a", "--no-python"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Parse({"--all-pythons", "--no-python"}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BenchFlagsTest, FlagsOfGoogleBenchmarkAreHandedOn) {
  ASSERT_OK_AND_ASSIGN(BenchFlags flags,
                       Parse({"--lines=9", "--benchmark_repetitions=9"}));
  std::vector<std::string> arguments;
  for (const char* argument : BenchArguments(flags)) {
    arguments.push_back(argument);
  }
  EXPECT_THAT(arguments, ElementsAre("bench", "--benchmark_repetitions=9"));
}

}  // namespace
}  // namespace ch37
