// SPDX-License-Identifier: Apache-2.0

#include "common/lab/bench.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/lab/temp_directory.h"
#include "common/lab/text.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Starts sample_bench; its state is global to a process, so each test has one.
// Lines end in "\n" alone, whatever the system's custom.
process::CompletedProcess RunSample(const std::vector<std::string>& flags,
                                    const process::StartOptions& start = {}) {
  std::vector<std::string> args = {testing_util::ProgramPath("SAMPLE_BENCH")};
  args.insert(args.end(), flags.begin(), flags.end());
  absl::StatusOr<process::CompletedProcess> result =
      process::Run(args, {.start = start});
  EXPECT_OK(result);
  if (!result.ok()) return {process::ExitStatus::Unknown(), "", ""};
  absl::StrReplaceAll({{"\r\n", "\n"}}, &result->out);
  absl::StrReplaceAll({{"\r\n", "\n"}}, &result->err);
  return *result;
}

// The names of the single runs that the JSON on stdout tells of.
std::vector<std::string> RunsInJson(const process::CompletedProcess& result) {
  const nlohmann::json json = nlohmann::json::parse(result.out);
  std::vector<std::string> runs;
  for (const auto& run : json["benchmarks"]) {
    if (run["run_type"] == "iteration") runs.push_back(run["run_name"]);
  }
  return runs;
}

TEST(BenchTest, EndsWithTheTable) {
  process::CompletedProcess result = RunSample({});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, HasSubstr("A sample\n"));
  EXPECT_THAT(result.out, ContainsRegex("workload +serial +threads\n-+\n"
                                        "first .*x .*\nsecond .*x .*\n"));
}

TEST(BenchTest, OtherWaysHaveATableOfTheirOwnUnderTheSectionsCaption) {
  EXPECT_THAT(RunSample({}).out, ContainsRegex("\nsecond .*\n\n"
                                               "What a shell adds\n"
                                               "workload +no shell +shell\n-+\n"
                                               "first .*x .*\n\nMedians of"));
}

TEST(BenchTest, NoLineOnStdoutIsWiderThanEightyColumns) {
  const std::string out = RunSample({}).out;
  const std::vector<std::string> lines = absl::StrSplit(out, '\n');
  EXPECT_THAT(lines, Each(SizeIs(Le(kColumns)))) << out;
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
}

TEST(BenchTest, EachWayRunsFiveTimesUnlessItsComparisonSaysOtherwise) {
  const std::vector<std::string> runs =
      RunsInJson(RunSample({"--benchmark_format=json"}));
  EXPECT_THAT(runs, Contains(StartsWith("first/serial/")).Times(5));
  EXPECT_THAT(runs, Contains(StartsWith("second/serial/")).Times(2));
  EXPECT_THAT(runs, Contains(StartsWith("second/threads/")).Times(2));
}

TEST(BenchTest, TheCallersRepetitionsOverruleAllComparisons) {
  const std::vector<std::string> runs = RunsInJson(
      RunSample({"--benchmark_format=json", "--benchmark_repetitions=3"}));
  EXPECT_THAT(runs, Contains(StartsWith("first/serial/")).Times(3));
  EXPECT_THAT(runs, Contains(StartsWith("second/serial/")).Times(3));
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

TEST(BenchTest, HelpNamesTheReportAndTheTrace) {
  process::CompletedProcess result = RunSample({"--help"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, AllOf(HasSubstr("[--benchmark_filter=<regex>]"),
                                HasSubstr("[--report=<file.html>]"),
                                HasSubstr("[--trace=<file.json>]")));
}

TEST(BenchDeathTest, NamesThatCannotStandInATableAreRefused) {
  const Way way = {"serial", [] { return absl::OkStatus(); }};
  Bench bench("A sample");
  EXPECT_DEATH(bench.Compare("a/b", {way}), "name: 'a/b'");
  EXPECT_DEATH(bench.Compare("", {way}), "name: ''");
  EXPECT_DEATH(bench.Compare(std::string(49, 'x'), {way}), "name: 'xxx");
  bench.Compare("a", {way});
  EXPECT_DEATH(bench.Compare("a", {way}), "a/serial is there already");
}

TEST(BenchDeathTest, AWayRunsOneThing) {
  Bench bench("A sample");
  EXPECT_DEATH(bench.Compare("a", {{"serial"}}), "a/serial needs one thing");
  const Way both = {.name = "serial",
                    .run = [] { return absl::OkStatus(); },
                    .timed_run = [] { return absl::Seconds(1); }};
  EXPECT_DEATH(bench.Compare("a", {both}), "needs one thing to run, not two");
}

TEST(BenchDeathTest, OnlyABaselineOfTheSameComparisonCanBeNamed) {
  const auto run = [] { return absl::OkStatus(); };
  const Way first = {"first", run};
  const Way second = {.name = "second", .run = run, .against = "first"};
  const Way third = {.name = "third", .run = run, .against = "second"};
  const Way lost = {.name = "lost", .run = run, .against = "elsewhere"};
  Bench bench("A sample");
  EXPECT_DEATH(bench.Compare("a", {second, first}), "a/second comes first");
  EXPECT_DEATH(bench.Compare("a", {first, second, third}),
               "a/third is to be compared with 'second', which is no baseline");
  EXPECT_DEATH(bench.Compare("a", {first, lost}), "compared with 'elsewhere'");
}

// A way that takes its time by itself, and one that is compared with it.
class OwnBaselineTest : public ::testing::Test {
 protected:
  static process::CompletedProcess Run(std::vector<std::string> flags) {
    flags.insert(flags.begin(), "--own_baselines");
    return RunSample(flags);
  }
};

TEST_F(OwnBaselineTest, AWayIsComparedWithTheOneItNamesBySelfMadeTime) {
  process::CompletedProcess result = Run({"--benchmark_filter=compute"});
  EXPECT_TRUE(result.status.ok()) << result.status << result.err;
  EXPECT_THAT(result.out,
              ContainsRegex("\nworkload +C\\+\\+ +C\\+\\+ threads +Python "
                            "threads\n-+\n"
                            "compute +2.00 s +2.00x +1.00 s +0.80x +50.0 s\n"
                            "Python threads against Python serial.\n\n"));
  EXPECT_THAT(result.out,
              HasSubstr("as the first column, or as what\nthe lines"));
}

TEST_F(OwnBaselineTest, WithoutItsBaselineAWayShowsItsTimeAlone) {
  EXPECT_THAT(Run({"--benchmark_filter=compute/.*threads"}).out,
              ContainsRegex("\ncompute +1.00 s +50.0 s\n\n"));
}

TEST_F(OwnBaselineTest, ABaselineWithoutUseHasAColumn) {
  EXPECT_THAT(Run({"--benchmark_filter=compute/.*serial"}).out,
              ContainsRegex("\nworkload +Python serial\n-+\n"
                            "compute +40.0 s\n"));
}

TEST_F(OwnBaselineTest, ATimeThatIsNoneFailsTheWay) {
  process::CompletedProcess result = Run({"--benchmark_filter=clock"});
  EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
  EXPECT_THAT(result.err, HasSubstr("FAILED clock/wrong: INTERNAL: says that "
                                    "it took -1s\n"));
  EXPECT_THAT(result.err,
              HasSubstr("FAILED clock/none: UNAVAILABLE: no clock\n"));
}

class BenchReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<TempDirectory> folder = TempDirectory::Create();
    ASSERT_OK(folder);
    folder_.emplace(*std::move(folder));
  }

  std::filesystem::path File(const std::string& name) const {
    return folder_->path() / name;
  }
  std::string Flag(const std::string& name) const {
    return absl::StrCat("--report=", File(name).string());
  }
  std::string TraceFlag(const std::string& name) const {
    return absl::StrCat("--trace=", File(name).string());
  }

  static std::string Read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::vector<std::string> FolderContents() const {
    std::vector<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(folder_->path())) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  std::optional<TempDirectory> folder_;
};

// The JSON that a program takes off the page.
nlohmann::json Measurements(const std::string& page) {
  const std::string begin =
      "<script type=\"application/json\" id=\"measurements\">";
  const size_t from = page.find(begin) + begin.size();
  const size_t to = page.find("</script>", from);
  return nlohmann::json::parse(page.substr(from, to - from));
}

TEST_F(BenchReportTest, HoldsTheSameTablesAndEveryRun) {
  process::CompletedProcess result =
      RunSample({Flag("page.html"), "--benchmark_repetitions=3"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(result.out, HasSubstr("workload"));
  EXPECT_THAT(result.err,
              HasSubstr(absl::StrCat("report: ", File("page.html").string())));
  EXPECT_THAT(FolderContents(), ElementsAre("page.html"));

  const nlohmann::json json = Measurements(Read(File("page.html")));
  EXPECT_EQ(json["title"], "A sample");
  EXPECT_TRUE(json["environment"].contains("cpus")) << json;
  ASSERT_EQ(json["tables"].size(), 2) << json;
  EXPECT_EQ(json["tables"][0]["caption"], "");
  EXPECT_EQ(json["tables"][0]["comparisons"].size(), 2);
  EXPECT_EQ(json["tables"][1]["caption"], "What a shell adds");
  const nlohmann::json& way = json["tables"][1]["comparisons"][0]["ways"][1];
  EXPECT_EQ(way["way"], "shell");
  EXPECT_EQ(way["seconds"].size(), 3) << way;
}

TEST_F(BenchReportTest, SaysWhatAWayIsComparedWith) {
  RunSample({"--own_baselines", Flag("page.html"), "--benchmark_repetitions=1",
             "--benchmark_filter=compute"});
  const nlohmann::json json = Measurements(Read(File("page.html")));
  EXPECT_EQ(json["tables"][0]["comparisons"][0]["ways"],
            nlohmann::json::parse(R"([
                {"way": "C++", "seconds": [2.0], "against": "C++"},
                {"way": "C++ threads", "seconds": [1.0], "against": "C++"},
                {"way": "Python serial", "seconds": [40.0],
                 "against": "Python serial", "baseline_only": true},
                {"way": "Python threads", "seconds": [50.0],
                 "against": "Python serial"}])"));
}

TEST_F(BenchReportTest, HoldsTimelinesAndNotes) {
  process::CompletedProcess result =
      RunSample({"--timelines", Flag("page.html")});
  EXPECT_TRUE(result.status.ok()) << result.status << result.err;
  const std::string page = Read(File("page.html"));
  EXPECT_THAT(page, AllOf(HasSubstr(">Who ran when</h2>"),
                          HasSubstr("two threads: 1 hand-off in 9.00 ms")));
  EXPECT_THAT(Measurements(page)["notes"],
              ElementsAre("Of the ways of 3 comparisons, 6 were run."));
}

TEST_F(BenchReportTest, NotesArePrintedUnderTheTables) {
  EXPECT_THAT(
      RunSample({"--timelines", "--benchmark_filter=second"}).out,
      HasSubstr("slower.\n\nOf the ways of 3 comparisons, 2 were run.\n"));
}

TEST_F(BenchReportTest, TimelinesThatFailAreNamedAndFailTheBench) {
  process::CompletedProcess result =
      RunSample({"--bad_timelines", Flag("page.html")});
  EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
  const std::string failure =
      "timelines 'Who ran when': UNAVAILABLE: no second thread";
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat("FAILED ", failure, "\n")));
  EXPECT_THAT(Measurements(Read(File("page.html")))["failures"],
              ElementsAre(failure));
  // Nobody asks for them here.
  EXPECT_TRUE(RunSample({"--bad_timelines"}).status.ok());
}

TEST_F(BenchReportTest, TheTraceHoldsTheTimelines) {
  process::CompletedProcess result =
      RunSample({"--timelines", TraceFlag("trace.json")});
  EXPECT_TRUE(result.status.ok()) << result.status << result.err;
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat(
                              "trace: ", File("trace.json").string(), "\n")));
  EXPECT_THAT(FolderContents(), ElementsAre("trace.json"));
  const nlohmann::json trace = nlohmann::json::parse(Read(File("trace.json")));
  const nlohmann::json& last = trace["traceEvents"].back();
  EXPECT_EQ(last["name"], "running");
  EXPECT_EQ(last["ts"], 5000.0);
}

TEST_F(BenchReportTest, ATraceNeedsTimelines) {
  process::CompletedProcess result = RunSample({TraceFlag("trace.json")});
  EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
  EXPECT_EQ(result.err,
            "error: this bench has no timelines that --trace could write; "
            "leave it out\n");
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(FolderContents(), IsEmpty());
}

TEST_F(BenchReportTest, ATraceThatCannotBeWrittenIsNamedBeforeAnythingRuns) {
  for (const std::string& flag :
       {std::string("--trace"), TraceFlag("missing/trace.json")}) {
    process::CompletedProcess result = RunSample({"--timelines", flag});
    EXPECT_EQ(result.status, process::ExitStatus::FromCode(1)) << flag;
    EXPECT_THAT(result.err, StartsWith("error: "));
    EXPECT_THAT(result.err, HasSubstr(flag.substr(flag.find('=') + 1)));
    EXPECT_THAT(result.err, Not(HasSubstr("running")));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(BenchReportTest, LeavesStdoutToJson) {
  process::CompletedProcess result =
      RunSample({Flag("page.html"), "--benchmark_format=json"});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_TRUE(nlohmann::json::parse(result.out).contains("benchmarks"));
  EXPECT_EQ(Measurements(Read(File("page.html")))["tables"].size(), 2);
}

TEST_F(BenchReportTest, ReplacesAnOlderOne) {
  std::ofstream(File("page.html")) << "the old page";
  EXPECT_TRUE(RunSample({Flag("page.html")}).status.ok());
  EXPECT_THAT(Read(File("page.html")), StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(FolderContents(), ElementsAre("page.html"));
}

TEST_F(BenchReportTest, NamesWhatFailed) {
  process::CompletedProcess result = RunSample({"--fail", Flag("page.html")});
  EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
  const nlohmann::json json = Measurements(Read(File("page.html")));
  EXPECT_THAT(json["failures"].get<std::vector<std::string>>(),
              Contains("third/serial: DATA_LOSS: the disk is full").Times(1));
}

TEST_F(BenchReportTest, CountsFromTheFolderOfTheUserOfBazelRun) {
  process::CompletedProcess result = RunSample(
      {"--report=page.html"},
      {.env_changes = {{"BUILD_WORKING_DIRECTORY", File("").string()}}});
  EXPECT_TRUE(result.status.ok()) << result.status;
  EXPECT_THAT(FolderContents(), ElementsAre("page.html"));
}

TEST_F(BenchReportTest, IsNotWrittenWhereNothingIsRun) {
  EXPECT_TRUE(
      RunSample({Flag("page.html"), "--benchmark_list_tests"}).status.ok());
  EXPECT_EQ(RunSample({Flag("page.html"), "--benchmark_filter=nothing"}).status,
            process::ExitStatus::FromCode(1));
  EXPECT_THAT(FolderContents(), IsEmpty());
}

TEST_F(BenchReportTest, AFlagWithoutAFileIsRefusedBeforeAnythingRuns) {
  for (const std::string flag : {"--report", "--report="}) {
    process::CompletedProcess result = RunSample({flag});
    EXPECT_EQ(result.status, process::ExitStatus::FromCode(1));
    EXPECT_EQ(result.err,
              absl::StrCat("error: ", flag,
                           " names no file; write --report=FILE.html\n"));
    EXPECT_EQ(result.out, "");
  }
}

TEST_F(BenchReportTest, AFileThatCannotBeWrittenIsNamedBeforeAnythingRuns) {
  for (const std::string name : {"missing/page.html", ""}) {
    process::CompletedProcess result = RunSample({Flag(name)});
    EXPECT_EQ(result.status, process::ExitStatus::FromCode(1)) << name;
    EXPECT_THAT(result.err, StartsWith("error: "));
    EXPECT_THAT(result.err, HasSubstr(File(name).string()));
    EXPECT_THAT(result.err, Not(HasSubstr("running")));
    EXPECT_EQ(result.out, "");
  }
  EXPECT_THAT(FolderContents(), IsEmpty());
}

}  // namespace
}  // namespace lab
