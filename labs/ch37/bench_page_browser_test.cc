// SPDX-License-Identifier: Apache-2.0
//
// The page that the bench writes, as a browser shows it: all parts are there,
// and the bars are what the bench told Google Benchmark in the same run. How
// fast anything was is the machine's affair.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/lab/testing/browser.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace {

using ::nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Lt;
using ::testing::SizeIs;
using ::testing::StartsWith;

// What one run of the bench wrote, and what a browser made of it.
struct Results {
  std::string page;
  json benchmarks;  // of --benchmark_out
  lab::Seen seen;
};

class BenchPageBrowserTest : public lab::BrowserTest {
 protected:
  // Shared by the tests, so that the bench runs once.
  const Results& TheResults() const {
    static const Results& results = *new Results(RunBench());
    return results;
  }

 private:
  Results RunBench() const {
    const std::string report = File("page.html").string();
    const std::string output = File("output.json").string();
    absl::StatusOr<process::CompletedProcess> bench = process::Run(
        {testing_util::ProgramPath("BENCH"), "--lines=2000", "--no-python",
         "--benchmark_repetitions=1", absl::StrCat("--report=", report),
         absl::StrCat("--benchmark_out=", output)},
        {.io = {.text = true}});
    EXPECT_OK(bench);
    if (!bench.ok()) return {};
    EXPECT_TRUE(bench->status.ok()) << bench->status << "\n" << bench->err;
    Results results;
    results.page = lab::ReadFile(report);
    results.benchmarks = json::parse(lab::ReadFile(output))["benchmarks"];
    results.seen = LookAt(results.page);
    return results;
  }
};

// The runs of a way.
struct Way {
  std::string name;
  std::vector<double> seconds;
};

// A workload and its ways.
struct Row {
  std::string workload;
  std::vector<Way> ways;
};

// In the order of the bench, which ran them in another one.
std::vector<Row> RowsOf(const json& benchmarks) {
  std::map<int, std::vector<json>> families;  // each is a workload in one way
  for (const json& run : benchmarks) {
    EXPECT_EQ(run["time_unit"], "ms");
    if (run["run_type"] != "iteration") continue;
    families[run["family_index"]].push_back(run);
  }
  std::vector<Row> rows;
  for (const auto& [index, runs] : families) {
    const std::string run_name = runs.front()["run_name"];
    const std::vector<std::string> names = absl::StrSplit(run_name, '/');
    if (rows.empty() || rows.back().workload != names.at(0)) {
      rows.push_back({names.at(0), {}});
    }
    Way& way = rows.back().ways.emplace_back(Way{names.at(1), {}});
    for (const json& run : runs) {
      way.seconds.push_back(run["real_time"].get<double>() / 1e3);
    }
  }
  return rows;
}

// The way "NAME serial" if the row has it, or else the first.
const Way& BaselineOf(const Row& row, const Way& way) {
  for (const Way& other : row.ways) {
    if (other.name == absl::StrCat(way.name, " serial")) return other;
  }
  return row.ways.front();
}

// Where locks have serial times of their own, each bar says what it is against.
bool SaysAgainst(const Row& row) {
  for (const Way& way : row.ways) {
    if (absl::EndsWith(way.name, " serial")) return true;
  }
  return false;
}

std::vector<lab::ExpectedBar> ExpectedBars(const std::vector<Row>& rows) {
  std::vector<lab::ExpectedBar> bars;
  for (const Row& row : rows) {
    for (const Way& way : row.ways) {
      if (absl::EndsWith(way.name, " serial")) continue;
      const Way& baseline = BaselineOf(row, way);
      const bool told = SaysAgainst(row) && &baseline != &way;
      bars.push_back({.workload = row.workload,
                      .way = way.name,
                      .against = told ? baseline.name : "",
                      .seconds = way.seconds,
                      .baseline = baseline.seconds});
    }
  }
  return bars;
}

void ExpectInSight(const json& parts, const std::string& kind, size_t count) {
  SCOPED_TRACE(kind);
  EXPECT_THAT(parts[kind], SizeIs(count));
  for (const json& part : parts[kind]) {
    EXPECT_GT(part["width"], 0);
    EXPECT_GT(part["height"], 0);
  }
}

TEST_F(BenchPageBrowserTest, IsReadableAndSilentAndFetchesNothing) {
  EXPECT_THAT(TheResults().page, SizeIs(Lt(500'000u)));
  EXPECT_THAT(TheResults().seen.frames, SizeIs(4));
  EXPECT_EQ(TheResults().seen.console, "");
  lab::ExpectReadable(TheResults().seen);
}

TEST_F(BenchPageBrowserTest, TablesBarsAndTimelinesAreInSight) {
  for (const json& frame : TheResults().seen.frames) {
    // Two sections, with five workloads in four ways and one in two.
    ExpectInSight(frame["parts"], "charts", 2);
    ExpectInSight(frame["parts"], "bars", 5 * 4 + 1 * 2);
    // One under each chart and each group of timelines.
    ExpectInSight(frame["parts"], "tables", 4);
    // Four threads, and a sleeper beside a spinner, under three locks.
    ExpectInSight(frame["parts"], "timelines", 2 * 3);
    ExpectInSight(frame["parts"], "tracks", 4 * 3 + 2 * 3);
  }
}

TEST_F(BenchPageBrowserTest, EveryThreadIsSeenRunning) {
  for (const json& frame : TheResults().seen.frames) {
    const json whole = lab::AfterInput(frame, "nothing");
    for (const json& track : whole["tracks"]) {
      EXPECT_GT(track["running"], 0) << track;
    }
  }
}

TEST_F(BenchPageBrowserTest, BarsMatchTheJsonOfTheSameRun) {
  const std::vector<Row> rows = RowsOf(TheResults().benchmarks);
  EXPECT_THAT(rows, SizeIs(6));
  for (const json& frame : TheResults().seen.frames) {
    lab::ExpectBars(frame["bars"], ExpectedBars(rows));
  }
}

TEST_F(BenchPageBrowserTest, KeysAndTheWheelZoomTheTimelines) {
  for (const json& frame : TheResults().seen.frames) {
    const json whole = lab::AfterInput(frame, "nothing");
    EXPECT_THAT(whole["shown"].get<std::string>(), StartsWith("all "));
    for (const char* zoom : {"+", "Ctrl+wheel up"}) {
      const json part = lab::AfterInput(frame, zoom);
      EXPECT_THAT(part["shown"].get<std::string>(), HasSubstr(" ms to "));
      EXPECT_NE(part["tracks"], whole["tracks"]);
    }
    for (const char* back : {"0", "Ctrl+wheel down"}) {
      EXPECT_EQ(lab::AfterInput(frame, back)["shown"], whole["shown"]);
      EXPECT_EQ(lab::AfterInput(frame, back)["tracks"], whole["tracks"]);
    }
  }
}

}  // namespace
