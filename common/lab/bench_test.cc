// SPDX-License-Identifier: Apache-2.0

#include "common/lab/bench.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_replace.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// Starts sample_bench; its state is global to a process, so each test has one.
// Lines end in "\n" alone, whatever the system's custom.
process::CompletedProcess RunSample(const std::vector<std::string>& flags) {
  std::vector<std::string> args = {testing_util::ProgramPath("SAMPLE_BENCH")};
  args.insert(args.end(), flags.begin(), flags.end());
  absl::StatusOr<process::CompletedProcess> result = process::Run(args);
  EXPECT_OK(result);
  if (!result.ok()) return {process::ExitStatus::Unknown(), "", ""};
  absl::StrReplaceAll({{"\r\n", "\n"}}, &result->out);
  absl::StrReplaceAll({{"\r\n", "\n"}}, &result->err);
  return *result;
}

TEST(BenchTest, EndsWithTheTable) {
  process::CompletedProcess result = RunSample({});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, HasSubstr("A sample\n"));
  EXPECT_THAT(result.out, ContainsRegex("workload +serial +threads\n-+\n"
                                        "first .*x .*\nsecond .*x .*\n"));
}

TEST(BenchTest, ProgressGoesToStderrAlone) {
  process::CompletedProcess result = RunSample({});
  EXPECT_THAT(result.err, HasSubstr("running first/serial"));
  EXPECT_THAT(result.out, Not(HasSubstr("running")));
}

TEST(BenchTest, JsonStandsAloneOnStdout) {
  process::CompletedProcess result = RunSample({"--benchmark_format=json"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  const nlohmann::json json = nlohmann::json::parse(result.out);
  EXPECT_TRUE(json["context"].contains("compiler")) << json["context"];
  std::vector<std::string> names;
  for (const auto& run : json["benchmarks"]) {
    if (run["run_type"] == "iteration") names.push_back(run["run_name"]);
  }
  EXPECT_THAT(names, Contains("first/serial/iterations:1/real_time").Times(5));
}

TEST(BenchTest, FilterRunsWhatItNames) {
  process::CompletedProcess result = RunSample({"--benchmark_filter=second"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, ContainsRegex("\nsecond "));
  EXPECT_THAT(result.out, Not(ContainsRegex("\nfirst ")));
}

TEST(BenchTest, AFilterThatMatchesNothingIsAFailure) {
  EXPECT_EQ(RunSample({"--benchmark_filter=nothing"}).status,
            process::ExitStatus::FromCode(1));
}

TEST(BenchTest, TheTableNeedsSingleRunsWhateverTheFlagsSay) {
  process::CompletedProcess result =
      RunSample({"--benchmark_report_aggregates_only=true"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, ContainsRegex("\nfirst "));
}

TEST(BenchTest, ListNamesTheWorkloadsAndRunsNone) {
  process::CompletedProcess result = RunSample({"--benchmark_list_tests"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, HasSubstr("first/serial"));
  EXPECT_THAT(result.err, Not(HasSubstr("running")));
}

TEST(BenchTest, AWayThatFailsIsNamedAndFailsTheBench) {
  process::CompletedProcess result = RunSample({"--fail"});
  EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
  EXPECT_THAT(result.err,
              HasSubstr("FAILED third/serial: DATA_LOSS: the disk is full"));
  // What did not fail is shown all the same.
  EXPECT_THAT(result.out, ContainsRegex("\nfirst "));
}

TEST(BenchTest, AnUnknownFlagIsRefused) {
  EXPECT_EQ(RunSample({"--speed"}).status, process::ExitStatus::FromCode(1));
}

}  // namespace
}  // namespace lab
