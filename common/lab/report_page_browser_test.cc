// SPDX-License-Identifier: Apache-2.0
//
// What a reader gets to see: the report laid out by a true browser, on a
// telephone and on a desk, in light and in dark. measure_page.js looks at the
// page from inside the browser; this test compares what it saw with the
// measurements that the page itself carries.

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "common/lab/comparison.h"
#include "common/lab/report_page.h"
#include "common/lab/testing/browser.h"
#include "common/lab/testing/sample_timelines.h"
#include "common/lab/timeline.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using ReportPageBrowserTest = BrowserTest;

// The bars that the page should have, by the measurements that it carries.
std::vector<ExpectedBar> ExpectedBars(const std::string& page) {
  std::vector<ExpectedBar> bars;
  const json measurements = JsonInElement(page, "measurements");
  for (const json& table : measurements["tables"]) {
    for (const json& comparison : table["comparisons"]) {
      for (const json& way : comparison["ways"]) {
        bars.push_back({.workload = comparison["workload"],
                        .way = way["way"],
                        .seconds = way["seconds"],
                        .baseline = comparison["ways"][0]["seconds"]});
      }
    }
  }
  return bars;
}

// All that must hold for any report.
void ExpectGood(const Seen& seen, const std::string& page) {
  EXPECT_EQ(seen.console, "");
  ExpectReadable(seen);
  for (const json& frame : seen.frames) {
    ExpectBars(frame["bars"], ExpectedBars(page));
  }
}

TEST_F(ReportPageBrowserTest, TheReportOfABenchIsReadable) {
  absl::StatusOr<process::CompletedProcess> bench =
      process::Run({testing_util::ProgramPath("SAMPLE_BENCH"),
                    absl::StrCat("--report=", File("page.html").string())});
  ASSERT_OK(bench);
  ASSERT_OK(bench->ToStatus());
  const std::string page = ReadFile(File("page.html"));
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
  return JsonInElement(page, "timelines1-data");
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
  ExpectReadable(seen);
  for (const json& frame : seen.frames) {
    const json& whole = frame["timelines"][0];
    ExpectTracksMatch(whole["tracks"], TimelineData(page));
    EXPECT_FALSE(whole["tools"].get<bool>());
    // Keys find nobody.
    EXPECT_EQ(frame["timelines"].back()["tracks"], whole["tracks"]);
  }
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
    const json whole = AfterInput(frame, "nothing");
    EXPECT_EQ(whole["shown"], "all 2.00 s");
    EXPECT_EQ(AfterInput(frame, "+")["shown"], part(0, 0.5));
    EXPECT_NE(AfterInput(frame, "+")["tracks"], whole["tracks"]);
    EXPECT_EQ(AfterInput(frame, "ArrowRight")["shown"], part(0.125, 0.625));
    EXPECT_EQ(AfterInput(frame, "ArrowLeft")["shown"], part(0, 0.5));
    EXPECT_EQ(AfterInput(frame, "-")["shown"], "all 2.00 s");
    EXPECT_EQ(AfterInput(frame, "0")["tracks"], whole["tracks"]);
  }
}

// How much of the time is shown, in milliseconds, when it is not all.
double ShownLength(const json& step) {
  const std::string shown = step["shown"];
  double from = 0, to = 0;
  EXPECT_EQ(std::sscanf(shown.c_str(), "%lf ms to %lf ms", &from, &to), 2)
      << shown;
  return to - from;
}

TEST_F(ReportPageBrowserTest, TheWheelZoomsTheTimelinesWithCtrlAlone) {
  const json frames = LookAt(PageWithTimelines()).frames;
  ASSERT_THAT(frames, SizeIs(4));
  for (const json& frame : frames) {
    const json whole = AfterInput(frame, "nothing");
    EXPECT_EQ(AfterInput(frame, "wheel up")["tracks"], whole["tracks"]);
    EXPECT_NEAR(ShownLength(AfterInput(frame, "Ctrl+wheel up")), 1000, 0.01);
    EXPECT_NE(AfterInput(frame, "Ctrl+wheel up")["tracks"], whole["tracks"]);
    EXPECT_EQ(AfterInput(frame, "Ctrl+wheel down")["shown"], "all 2.00 s");
  }
}

TEST_F(ReportPageBrowserTest, WhatIsAtAPlaceIsTold) {
  const json frames = LookAt(PageWithTimelines()).frames;
  ASSERT_THAT(frames, SizeIs(4));
  const Timeline timeline = SampleTimelines().front();
  for (const json& frame : frames) {
    EXPECT_THAT(AfterInput(frame, "ArrowDown")["readout"].get<std::string>(),
                HasSubstr("new GIL, thread 2: "));
    EXPECT_THAT(
        AfterInput(frame, "Shift+ArrowRight")["readout"].get<std::string>(),
        HasSubstr("new GIL, thread 2: "));
    EXPECT_EQ(AfterInput(frame, "Escape")["readout"], "");
    const std::string told = AfterInput(frame, "point")["readout"];
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
      "<table hidden><tr><td>hidden</td></tr></table>"
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
    EXPECT_THAT(frame["parts"]["tables"], SizeIs(1));
    EXPECT_EQ(frame["parts"]["tables"][0]["height"], 0);
  }
}

}  // namespace
}  // namespace lab
