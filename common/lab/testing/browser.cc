// SPDX-License-Identifier: Apache-2.0

#include "common/lab/testing/browser.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/internal/html.h"
#include "common/lab/temp_directory.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

namespace fs = std::filesystem;
using ::nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// In the folder that Bazel starts tests in.
constexpr char kMeasurePage[] = "common/lab/testing/measure_page.js";

// The page in a document with a frame for each look at it.
std::string InFrames(const std::string& page, bool with_script) {
  std::string frames = "<!DOCTYPE html><meta charset=\"utf-8\"><body>\n";
  for (const char* scheme : {"light", "dark"}) {
    for (int width : {360, 1280}) {
      absl::StrAppend(&frames,
                      "<iframe style=\"border: 0; color-scheme: ", scheme,
                      "\" width=\"", width, "\" height=\"900\" ",
                      with_script ? "" : "sandbox=\"allow-same-origin\" ",
                      "srcdoc=\"", EscapeHtml(page), "\"></iframe>\n");
    }
  }
  return absl::StrCat(frames, "<script>", ReadFile(kMeasurePage), "</script>");
}

// The lines that Chromium logs for messages of a page.
std::string ConsoleLines(const std::string& log) {
  std::string lines;
  for (absl::string_view line : absl::StrSplit(log, '\n')) {
    if (absl::StrContains(line, "CONSOLE")) absl::StrAppend(&lines, line, "\n");
  }
  return lines;
}

// Not lab::Median(), by which the page was made.
double TheMedian(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

void ExpectBar(const json& bar, const ExpectedBar& expected) {
  SCOPED_TRACE(bar.dump());
  const double median = TheMedian(expected.seconds);
  const double baseline = TheMedian(expected.baseline);
  const auto [fastest, slowest] =
      std::minmax_element(expected.seconds.begin(), expected.seconds.end());
  EXPECT_EQ(bar["workload"], expected.workload);
  EXPECT_EQ(bar["way"], expected.way);
  EXPECT_EQ(bar["against"], expected.against.empty()
                                ? ""
                                : absl::StrCat("against ", expected.against));
  EXPECT_EQ(bar["ratio"], RatioInHtml(baseline / median));
  EXPECT_EQ(bar["time"],
            absl::StrReplaceAll(SecondsInHtml(median), {{"&nbsp;", "\u00a0"}}));
  EXPECT_GT(bar["pixels"], 100);
  // The line at 1.00x is the ruler.
  const double unit = bar["one"];
  EXPECT_NEAR(bar["length"], baseline / median * unit, 1e-3);
  EXPECT_EQ(bar["slowest"].is_null(), expected.seconds.size() == 1);
  if (bar["slowest"].is_null()) return;
  EXPECT_NEAR(bar["slowest"], baseline / *slowest * unit, 1e-3);
  if (*fastest <= 0) return;
  EXPECT_NEAR(bar["fastest"], baseline / *fastest * unit, 1e-3);
}

}  // namespace

void BrowserTest::SetUp() {
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

fs::path BrowserTest::File(const std::string& name) const {
  return folder_->path() / name;
}

Seen BrowserTest::LookAt(const std::string& page, bool with_script) const {
  std::ofstream(File("frames.html"), std::ios::binary)
      << InFrames(page, with_script);
  const process::CompletedProcess run = Browse(File("frames.html"));
  Seen seen = {.frames = JsonInElement(run.out, "result"),
               .console = ConsoleLines(run.err)};
  if (!seen.frames.is_array()) seen.frames = json::array();
  EXPECT_THAT(seen.frames, SizeIs(4)) << run.err;
  return seen;
}

process::CompletedProcess BrowserTest::Browse(const fs::path& page) const {
  const std::string home = folder_->path().string();
  absl::StatusOr<process::CompletedProcess> run = process::Run(
      {browser_, "--headless", "--no-sandbox", "--disable-gpu",
       "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
       "--disable-background-networking", "--disable-component-update",
       "--disable-sync", "--enable-logging=stderr", "--hide-scrollbars",
       "--dump-dom", absl::StrCat("--user-data-dir=", File("profile").string()),
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

void ExpectReadable(const Seen& seen) {
  for (const json& frame : seen.frames) {
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
}

void ExpectBars(const json& bars, const std::vector<ExpectedBar>& expected) {
  size_t next = 0;
  for (const ExpectedBar& bar : expected) {
    if (TheMedian(bar.seconds) <= 0 || TheMedian(bar.baseline) <= 0) continue;
    ASSERT_LT(next, bars.size()) << bar.workload << "/" << bar.way;
    ExpectBar(bars[next++], bar);
  }
  EXPECT_EQ(next, bars.size());
}

json AfterInput(const json& frame, const std::string& input) {
  for (const json& step : frame["timelines"]) {
    if (step["input"] == input) return step;
  }
  ADD_FAILURE() << "there was no " << input;
  return {};
}

json JsonInElement(const std::string& document, const std::string& id) {
  const std::vector<std::string> parts = absl::StrSplit(
      document, absl::MaxSplits(absl::StrCat("id=\"", id, "\">"), 1));
  if (parts.size() < 2) return json(json::value_t::discarded);
  return json::parse(parts[1].substr(0, parts[1].find("</")), nullptr, false);
}

std::string ReadFile(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace lab
