// SPDX-License-Identifier: Apache-2.0
//
// What a reader gets to see: the report laid out by a true browser, on a
// telephone and on a desk, in light and in dark. measure_page.js looks at the
// page from inside the browser; this test compares what it saw with the
// measurements that the page itself carries.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/comparison.h"
#include "common/lab/internal/html.h"
#include "common/lab/report_page.h"
#include "common/lab/temp_directory.h"
#include "common/lab/testing/sample_timelines.h"
#include "common/lab/timeline.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

namespace fs = std::filesystem;
using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string Read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The text between the first `begin` and the next `end`.
std::string Between(const std::string& text, const std::string& begin,
                    const std::string& end) {
  const std::vector<std::string> after =
      absl::StrSplit(text, absl::MaxSplits(begin, 1));
  if (after.size() < 2) return "";
  const std::vector<std::string> parts =
      absl::StrSplit(after[1], absl::MaxSplits(end, 1));
  return parts[0];
}

// What a browser saw.
struct Seen {
  json frames;          // see measure_page.js
  std::string console;  // messages of the pages, one line each
};

class ReportPageBrowserTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
      absl::StatusOr<std::string> path = process::FindExecutable(name);
      if (browser_.empty() && path.ok()) browser_ = *path;
    }
    if (browser_.empty()) {
      GTEST_SKIP() << "there is no Chromium; tools/setup --browser installs it";
    }
    absl::StatusOr<TempDirectory> folder = TempDirectory::Create();
    ASSERT_OK(folder);
    folder_.emplace(*std::move(folder));
  }

  fs::path File(const std::string& name) const {
    return folder_->path() / name;
  }

  // The page shown 360 and 1280 pixels wide, in light and in dark.
  Seen LookAt(const std::string& page, bool with_script = true) const {
    std::string frames;
    for (const char* scheme : {"light", "dark"}) {
      for (int width : {360, 1280}) {
        absl::StrAppend(&frames,
                        "<iframe style=\"border: 0; color-scheme: ", scheme,
                        "\" width=\"", width, "\" height=\"900\" ",
                        with_script ? "" : "sandbox=\"allow-same-origin\" ",
                        "srcdoc=\"", EscapeHtml(page), "\"></iframe>\n");
      }
    }
    std::ofstream(File("frames.html"), std::ios::binary)
        << "<!DOCTYPE html><meta charset=\"utf-8\"><body>\n"
        << frames << "<script>"
        << Read(testing_util::ProgramPath("MEASURE_PAGE")) << "</script>";
    const process::CompletedProcess run = Browse(File("frames.html"));
    Seen seen;
    for (absl::string_view line : absl::StrSplit(run.err, '\n')) {
      if (absl::StrContains(line, "CONSOLE")) {
        absl::StrAppend(&seen.console, line, "\n");
      }
    }
    const std::string result =
        Between(run.out, "<pre id=\"result\">", "</pre>");
    seen.frames = json::parse(result, nullptr, false);
    EXPECT_THAT(seen.frames, SizeIs(4)) << result << run.err;
    return seen;
  }

 private:
  // Runs the browser on a file and returns the document as it became.
  process::CompletedProcess Browse(const fs::path& page) const {
    const std::string home = folder_->path().string();
    absl::StatusOr<process::CompletedProcess> run = process::Run(
        {browser_, "--headless", "--no-sandbox", "--disable-gpu",
         "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--enable-logging=stderr", "--hide-scrollbars",
         "--dump-dom",
         absl::StrCat("--user-data-dir=", File("profile").string()),
         absl::StrCat("file://", page.string())},
        {.start = {.env_changes = {{"HOME", home},
                                   {"XDG_CONFIG_HOME", home},
                                   {"XDG_CACHE_HOME", home},
                                   // The path of a socket must be short.
                                   {"TMPDIR", "/tmp"}}},
         .io = {.timeout = absl::Minutes(1), .text = true}});
    EXPECT_OK(run);
    if (!run.ok()) return {};
    EXPECT_OK(run->ToStatus());
    return *std::move(run);
  }

  std::string browser_;
  std::optional<TempDirectory> folder_;
};

json Measurements(const std::string& page) {
  return json::parse(Between(page, "id=\"measurements\">", "</script>"));
}

// A bar that the page should have, computed from its measurements.
struct Expected {
  std::string workload;
  std::string way;
  double slowest, median, fastest;
};

double TheMedian(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

// The bars of each table.
std::vector<std::vector<Expected>> ExpectedBars(const json& measurements) {
  std::vector<std::vector<Expected>> tables;
  for (const json& table : measurements["tables"]) {
    std::vector<Expected>& bars = tables.emplace_back();
    for (const json& comparison : table["comparisons"]) {
      const std::vector<double> baseline = comparison["ways"][0]["seconds"];
      for (const json& way : comparison["ways"]) {
        const std::vector<double> own = way["seconds"];
        if (baseline.empty() || own.empty()) continue;
        if (TheMedian(baseline) <= 0 || TheMedian(own) <= 0) continue;
        const auto [least, most] = std::minmax_element(own.begin(), own.end());
        bars.push_back({comparison["workload"], way["way"],
                        TheMedian(baseline) / *most,
                        TheMedian(baseline) / TheMedian(own),
                        TheMedian(baseline) / *least});
      }
    }
  }
  return tables;
}

// The drawn bars stand for the measurements, in length and in words.
void ExpectBarsMatch(const json& bars, const json& measurements) {
  size_t next = 0;
  for (const std::vector<Expected>& table : ExpectedBars(measurements)) {
    for (const Expected& expected : table) {
      ASSERT_LT(next, bars.size());
      const json& bar = bars[next++];
      SCOPED_TRACE(bar.dump());
      EXPECT_EQ(bar["workload"], expected.workload);
      EXPECT_EQ(bar["way"], expected.way);
      EXPECT_EQ(bar["ratio"], RatioInHtml(expected.median));
      EXPECT_GT(bar["pixels"], 100);
      // The line at 1.00x is the ruler.
      const double unit = bar["one"];
      EXPECT_NEAR(bar["length"], expected.median * unit, 1e-3);
      if (bar["slowest"].is_null()) continue;
      EXPECT_NEAR(bar["slowest"], expected.slowest * unit, 1e-3);
      if (std::isinf(expected.fastest)) continue;
      EXPECT_NEAR(bar["fastest"], expected.fastest * unit, 1e-3);
    }
  }
  EXPECT_EQ(next, bars.size());
}

void ExpectReadable(const json& frame) {
  SCOPED_TRACE(absl::StrCat("width ", frame["width"].dump(), ", luminance ",
                            frame["background_luminance"].dump()));
  EXPECT_EQ(frame["scroll_width"], frame["width"]);
  EXPECT_GT(frame["text_count"], 20);
  EXPECT_THAT(frame["overlapping"], IsEmpty());
  EXPECT_THAT(frame["outside"], IsEmpty());
  EXPECT_THAT(frame["pale"], IsEmpty());
  EXPECT_THAT(frame["fetched"], IsEmpty());
  EXPECT_EQ(frame["headings"][0], "H1");
  EXPECT_EQ(frame["headings"][1], "H2");
}

// All that must hold for any report.
void ExpectGood(const Seen& seen, const std::string& page) {
  EXPECT_EQ(seen.console, "");
  for (const json& frame : seen.frames) {
    ExpectReadable(frame);
    ExpectBarsMatch(frame["bars"], Measurements(page));
  }
}

TEST_F(ReportPageBrowserTest, TheReportOfABenchIsReadable) {
  absl::StatusOr<process::CompletedProcess> bench =
      process::Run({testing_util::ProgramPath("SAMPLE_BENCH"),
                    absl::StrCat("--report=", File("page.html").string())});
  ASSERT_OK(bench);
  ASSERT_OK(bench->ToStatus());
  const std::string page = Read(File("page.html"));
  ExpectGood(LookAt(page), page);
}

TEST_F(ReportPageBrowserTest, LongNamesAndLargeDifferencesAreReadable) {
  const std::string words = "a name as long as a bench lets one be, 48 bytes.";
  const std::string word(48, 'w');
  ReportPage page("<b>&\" is no tag in a title of many words, or in " + word);
  page.AddEnvironment({{"system", "Linux " + words}, {"cpus", "2"}},
                      "built without optimisation: compare nothing with these");
  page.AddFailures({words + "/" + word + ": DATA_LOSS: the disk is full"});
  page.AddComparisons({"What a shell adds",
                       {{"<b>&\"",
                         {{words, {1, 1.1, 1.2}},
                          {word, {0.001, 0.002, 0.003}},
                          {"slower", {100, 110, 120}},
                          {"failed", {}},
                          {"too short", {0, 0, 0}}}},
                        {word,
                         {{words, {}},
                          {word, {1}},
                          {"slower", {1}},
                          {"failed", {1}},
                          {"too short", {1}}}}}});
  page.AddComparisons(
      {"", {{"all are slower", {{"pipe", {1e-6}}, {"file", {2e-6}}}}}});
  ExpectGood(LookAt(page.Html()), page.Html());
}

TEST_F(ReportPageBrowserTest, FollowsTheReadersPreferenceForDarkPages) {
  ReportPage page("A sample");
  page.AddComparisons({"", {{"a", {{"x", {2}}, {"y", {1}}}}}});
  const json frames = LookAt(page.Html()).frames;
  ASSERT_THAT(frames, SizeIs(4));
  EXPECT_GT(frames[0]["background_luminance"], 0.9);
  EXPECT_GT(frames[1]["background_luminance"], 0.9);
  EXPECT_LT(frames[2]["background_luminance"], 0.05);
  EXPECT_LT(frames[3]["background_luminance"], 0.05);
  EXPECT_EQ(frames[0]["width"], 360);
  EXPECT_EQ(frames[1]["width"], 1280);
}

// Turns of 50 ms, blocks, and what is too short to draw one by one.
std::vector<Timeline> SampleTimelines() {
  return {TakingTurns("new GIL", 2, absl::Milliseconds(1000),
                      absl::Milliseconds(50)),
          SleeperAndSpinner("a \"sleeper\" & </script>"),
          TakingTurns("old GIL", 2, absl::Milliseconds(500),
                      absl::Microseconds(10))};
}

std::string PageWithTimelines() {
  ReportPage page("A sample");
  page.AddEnvironment({{"system", "Linux"}, {"cpus", "2"}}, "");
  page.AddTimelines("Who ran when", SampleTimelines());
  return page.Html();
}

json TimelineData(const std::string& page) {
  return json::parse(Between(page, "id=\"timelines1-data\">", "</script>"));
}

// The parts of the picture that tracks with long intervals alone should fill,
// from what the page itself carries: by track and activity.
std::vector<std::vector<double>> ExpectedAreas(const json& data) {
  std::vector<std::vector<double>> areas;
  for (const json& timeline : data["timelines"]) {
    for (const json& track : timeline["tracks"]) {
      std::vector<double>& area = areas.emplace_back(3, 0.0);
      for (const json& span : track["spans"]) {
        if (span.size() != 3) continue;
        area[span[2].get<size_t>()] +=
            span[1].get<double>() / data["length"].get<double>();
      }
    }
  }
  return areas;
}

// Edges are drawn at whole pixels.
void ExpectTracksMatch(const json& tracks, const json& data) {
  const std::vector<std::vector<double>> areas = ExpectedAreas(data);
  ASSERT_THAT(tracks, SizeIs(areas.size()));
  for (size_t i = 0; i < 2; ++i) {
    SCOPED_TRACE(tracks[i].dump());
    const double intervals = 50;
    const double pixel = 1 / tracks[i]["columns"].get<double>();
    EXPECT_NEAR(tracks[i]["running"], areas[i][0], intervals / 2 * pixel);
    EXPECT_NEAR(tracks[i]["waiting"], areas[i][1], intervals / 2 * pixel);
    EXPECT_EQ(tracks[i]["blocked"], 0);
  }
  // The sleeper's turns are too short, and yet seen.
  EXPECT_GT(tracks[2]["running"], 0);
  EXPECT_NEAR(tracks[2]["blocked"], areas[2][2], 0.02);
}

TEST_F(ReportPageBrowserTest, TimelinesAreReadableAndMatchTheJson) {
  const std::string page = PageWithTimelines();
  const Seen seen = LookAt(page);
  ExpectGood(seen, page);
  for (const json& frame : seen.frames) {
    const json& whole = frame["timelines"][0];
    ExpectTracksMatch(whole["tracks"], TimelineData(page));
    EXPECT_EQ(whole["tracks"][0]["columns"], whole["tracks"][0]["pixels"]);
    EXPECT_TRUE(whole["tools"].get<bool>());
    EXPECT_EQ(whole["readout"], "");
  }
}

TEST_F(ReportPageBrowserTest, TimelinesStandWithoutScript) {
  const std::string page = PageWithTimelines();
  const Seen seen = LookAt(page, /*with_script=*/false);
  for (const json& frame : seen.frames) {
    ExpectReadable(frame);
    const json& whole = frame["timelines"][0];
    ExpectTracksMatch(whole["tracks"], TimelineData(page));
    EXPECT_FALSE(whole["tools"].get<bool>());
    // Keys find nobody.
    EXPECT_EQ(frame["timelines"].back()["tracks"], whole["tracks"]);
  }
}

// What a frame showed after `input`, the `nth` time that there was such input.
json After(const json& frame, const std::string& input, int nth = 0) {
  for (const json& step : frame["timelines"]) {
    if (step["input"] == input && nth-- == 0) return step;
  }
  ADD_FAILURE() << "there was no " << input;
  return {};
}

std::string Milliseconds(double nanoseconds) {
  return absl::StrFormat("%.3f ms", nanoseconds / 1e6);
}

TEST_F(ReportPageBrowserTest, KeysZoomAndMoveTheTimelines) {
  const std::string page = PageWithTimelines();
  const double length = TimelineData(page)["length"];
  const auto part = [&](double from, double to) {
    return absl::StrCat(Milliseconds(from * length), " to ",
                        Milliseconds(to * length));
  };
  const json frames = LookAt(page).frames;
  ASSERT_THAT(frames, SizeIs(4));
  for (const json& frame : frames) {
    const json whole = After(frame, "nothing");
    EXPECT_EQ(whole["shown"], "all 2.00 s");
    EXPECT_EQ(After(frame, "+")["shown"], part(0, 0.5));
    EXPECT_NE(After(frame, "+")["tracks"], whole["tracks"]);
    EXPECT_EQ(After(frame, "ArrowRight")["shown"], part(0.125, 0.625));
    EXPECT_EQ(After(frame, "ArrowLeft")["shown"], part(0, 0.5));
    EXPECT_EQ(After(frame, "-")["shown"], "all 2.00 s");
    EXPECT_EQ(After(frame, "0")["tracks"], whole["tracks"]);
  }
}

TEST_F(ReportPageBrowserTest, WhatIsAtAPlaceIsTold) {
  const json frames = LookAt(PageWithTimelines()).frames;
  ASSERT_THAT(frames, SizeIs(4));
  const Timeline timeline = SampleTimelines().front();
  for (const json& frame : frames) {
    EXPECT_THAT(After(frame, "ArrowDown")["readout"].get<std::string>(),
                HasSubstr("new GIL, thread 2: "));
    EXPECT_THAT(After(frame, "Shift+ArrowRight")["readout"].get<std::string>(),
                HasSubstr("new GIL, thread 2: "));
    EXPECT_EQ(After(frame, "Escape")["readout"], "");
    const std::string told = After(frame, "point")["readout"];
    bool found = false;
    for (const Interval& interval : timeline.intervals) {
      const double begin = absl::ToDoubleNanoseconds(interval.begin);
      found |= interval.track == 1 &&
               absl::StrContains(
                   told, absl::StrCat("from ", Milliseconds(begin), " for "));
    }
    EXPECT_TRUE(found) << told;
  }
}

// The claims above are worth something because a bad page fails them.
TEST_F(ReportPageBrowserTest, FaultsWouldBeSeen) {
  const Seen seen = LookAt(
      "<!DOCTYPE html><meta charset=\"utf-8\"><body>"
      "<p style=\"width: 2000px\">wide</p>"
      "<p style=\"color: #ccc; background: #fff\">pale</p>"
      "<p style=\"position: absolute; left: -9px; top: 300px\">left</p>"
      "<p style=\"position: absolute; left: 50px; top: 200px\">under</p>"
      "<p style=\"position: absolute; left: 50px; top: 200px\">over</p>"
      "<img src=\"http://127.0.0.1:9/picture.png\">"
      "<script>console.error('oh no')</script>");
  EXPECT_THAT(seen.console, HasSubstr("oh no"));
  for (const json& frame : seen.frames) {
    EXPECT_GT(frame["scroll_width"], frame["width"]);
    EXPECT_THAT(frame["pale"], ElementsAre("pale"));
    EXPECT_THAT(frame["outside"], ElementsAre("left"));
    EXPECT_THAT(frame["overlapping"], ElementsAre("under | over"));
    EXPECT_THAT(frame["fetched"],
                ElementsAre("http://127.0.0.1:9/picture.png"));
  }
}

}  // namespace
}  // namespace lab
