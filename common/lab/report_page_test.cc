// SPDX-License-Identifier: Apache-2.0

#include "common/lab/report_page.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/lab/comparison.h"
#include "common/lab/testing/sample_timelines.h"
#include "common/lab/timeline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const char kNasty[] = "<b>&\" </script><!-- '";
const char kNastyInHtml[] = "&lt;b&gt;&amp;&quot; &lt;/script&gt;&lt;!-- &#39;";

ComparisonTable Table(const std::string& caption = "") {
  return {caption,
          {{"select", {{"serial", {0.5, 0.6}}, {"threads", {0.1, 0.2}}}}}};
}

std::string PageOf(const ComparisonTable& table) {
  ReportPage page("A sample");
  page.AddComparisons(table);
  return page.Html();
}

nlohmann::json Measurements(const std::string& page) {
  const std::vector<std::string> parts = absl::StrSplit(
      page, "<script type=\"application/json\" id=\"measurements\">");
  EXPECT_THAT(parts, SizeIs(2));
  const std::vector<std::string> rest = absl::StrSplit(parts[1], "</script>");
  EXPECT_THAT(rest, SizeIs(2));
  return nlohmann::json::parse(rest[0]);
}

// What the drawing of the first timelines is made of.
nlohmann::json TimelineData(const std::string& page) {
  const std::vector<std::string> parts =
      absl::StrSplit(page, "id=\"timelines1-data\">");
  EXPECT_THAT(parts, SizeIs(2));
  const std::vector<std::string> rest = absl::StrSplit(parts[1], "</script>");
  return nlohmann::json::parse(rest[0]);
}

TEST(ReportPageTest, IsAPageInEnglishWithItsTitle) {
  const std::string page = ReportPage("A sample").Html();
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_THAT(page, AllOf(HasSubstr("<title>A sample</title>"),
                          HasSubstr("<h1>A sample</h1>")));
}

TEST(ReportPageTest, NamesNothingOutsideItself) {
  const std::string page = PageOf(Table());
  for (const char* reference :
       {"http:", "https:", "//", " src=", " href=", "@import", "@font-face"}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(ReportPageTest, TellsWhatItWasMeasuredOn) {
  ReportPage page("A sample");
  page.AddEnvironment({{"cpus", "2"}, {"system", "Linux"}}, "");
  EXPECT_THAT(page.Html(), HasSubstr("<dt>cpus</dt><dd>2</dd>"));
  EXPECT_THAT(page.Html(), Not(HasSubstr("Warning")));
  EXPECT_EQ(Measurements(page.Html())["environment"]["system"], "Linux");
}

TEST(ReportPageTest, WarnsOfABuildThatIsNotFit) {
  ReportPage page("A sample");
  page.AddEnvironment({}, "not optimised");
  EXPECT_THAT(page.Html(),
              HasSubstr("<strong>Warning:</strong> not optimised"));
  EXPECT_EQ(Measurements(page.Html())["warning"], "not optimised");
}

TEST(ReportPageTest, NamesFailures) {
  ReportPage page("A sample");
  page.AddFailures({"a/b: no memory"});
  EXPECT_THAT(page.Html(), HasSubstr("<li>a/b: no memory</li>"));
  EXPECT_EQ(Measurements(page.Html())["failures"],
            nlohmann::json({"a/b: no memory"}));
}

TEST(ReportPageTest, ATableIsHeadedByItsCaptionOrBaseline) {
  EXPECT_THAT(PageOf(Table("What a shell adds")),
              HasSubstr(">What a shell adds</h2>"));
  EXPECT_THAT(PageOf(Table()), HasSubstr(">Speed-up over serial</h2>"));
}

TEST(ReportPageTest, ShowsBarsAndTheSameInFigures) {
  EXPECT_THAT(PageOf(Table()),
              AllOf(HasSubstr("role=\"img\""),
                    HasSubstr("<th scope=\"row\">threads</th><td>3.67x</td>"
                              "<td>150&nbsp;ms</td><td>100&nbsp;ms</td>"
                              "<td>200&nbsp;ms</td>")));
}

TEST(ReportPageTest, WhatWasNotMeasuredIsSaidInWords) {
  EXPECT_THAT(PageOf({"", {{"a", {{"x", {1}}, {"y", {}}}}}}),
              HasSubstr("<th scope=\"row\">y</th>"
                        "<td colspan=\"4\">not measured</td>"));
}

TEST(ReportPageTest, KeepsEveryRun) {
  const nlohmann::json json = Measurements(PageOf(Table("Caption")));
  EXPECT_EQ(json["title"], "A sample");
  EXPECT_EQ(json["tables"], nlohmann::json::parse(R"([
      {"caption": "Caption", "comparisons": [
          {"workload": "select", "ways": [
              {"way": "serial", "seconds": [0.5, 0.6]},
              {"way": "threads", "seconds": [0.1, 0.2]}]}]}])"));
}

TEST(ReportPageTest, AWayNamesWhatItIsComparedWith) {
  const std::string page =
      PageOf({"",
              {{"a",
                {{"serial", {4}, "serial"},
                 {"new GIL serial", {10}, "new GIL serial", true},
                 {"new GIL", {20}, "new GIL serial"}}}}});
  EXPECT_THAT(
      page,
      AllOf(HasSubstr(">Speed-ups</h2>"),
            HasSubstr("<th scope=\"row\">new GIL <span class=\"against\">"
                      "against new GIL serial</span></th><td>0.50x</td>"),
            HasSubstr("<th scope=\"row\">new GIL serial</th><td>1.00x</td>"),
            HasSubstr("<title>a, new GIL: 0.50x</title>")));
  // In figures alone.
  EXPECT_THAT(page, Not(HasSubstr("<title>a, new GIL serial")));
}

TEST(ReportPageTest, NotesAreParagraphsAndInTheJson) {
  ReportPage page("A sample");
  page.AddNotes({"within 3 % of <CPython>", "of 5 runs"});
  EXPECT_THAT(page.Html(),
              HasSubstr("<p class=\"note\">within 3 % of &lt;CPython&gt;</p>"));
  EXPECT_EQ(Measurements(page.Html())["notes"],
            nlohmann::json({"within 3 % of <CPython>", "of 5 runs"}));
  EXPECT_FALSE(Measurements(PageOf(Table())).contains("notes"));
}

Timeline TwoThreads() {
  return {
      .title = "new GIL",
      .tracks = {"thread 1", "thread 2"},
      .intervals = {
          {0, Activity::kRunning, absl::ZeroDuration(), absl::Milliseconds(5)},
          {1, Activity::kWaiting, absl::Milliseconds(1), absl::Milliseconds(5)},
          {1, Activity::kRunning, absl::Milliseconds(5),
           absl::Milliseconds(6)}}};
}

TEST(ReportPageTest, TimelinesAreSummedUpInFigures) {
  ReportPage page("A sample");
  page.AddTimelines("Who ran when", {TwoThreads()});
  EXPECT_THAT(
      page.Html(),
      AllOf(HasSubstr(">Who ran when</h2>"),
            HasSubstr("new GIL: 1 hand-off in 6.00 ms</th>"),
            HasSubstr("<th scope=\"row\">thread 2</th><td>20.0&nbsp;%</td>"
                      "<td>80.0&nbsp;%</td><td>–</td><td>1</td>"
                      "<td>1.00&nbsp;ms</td>")));
}

size_t SizeWith(const std::vector<Timeline>& timelines) {
  ReportPage page("A sample");
  page.AddTimelines("Who ran when", timelines);
  return page.Html().size();
}

// More than 200,000 intervals.
Timeline VeryLong() {
  return TakingTurns("old GIL", 2, absl::Milliseconds(500),
                     absl::Microseconds(5));
}

TEST(ReportPageTest, IsLightHoweverLongTheTimelines) {
  ASSERT_GT(VeryLong().intervals.size(), 200'000);
  EXPECT_LT(SizeWith({VeryLong()}), 500'000);
  EXPECT_LT(SizeWith({VeryLong(), VeryLong(), VeryLong(), VeryLong()}),
            500'000);
}

TEST(ReportPageTest, SaysWhatOfATimelineIsNotDrawn) {
  ReportPage page("A sample");
  page.AddTimelines("Who ran when", {TwoThreads(), VeryLong()});
  const std::string html = page.Html();
  const Timeline timeline = VeryLong();
  const nlohmann::json data = TimelineData(html)["timelines"];
  EXPECT_EQ(data[0]["exact_until"], nullptr);
  EXPECT_EQ(data[1]["intervals"], timeline.intervals.size());
  EXPECT_THAT(html, HasSubstr("<p class=\"thinned\">Too long to draw in full: "
                              "of its "));
  const std::vector<std::string> notes = absl::StrSplit(html, "\"thinned\"");
  EXPECT_THAT(notes, SizeIs(2));
}

TEST(ReportPageTest, OneScriptMayRunAndOnlyWhereThereAreTimelines) {
  ReportPage page("A sample");
  EXPECT_THAT(page.Html(), Not(HasSubstr("script-src")));
  EXPECT_THAT(page.Html(), Not(HasSubstr("<script>")));
  page.AddTimelines("Who ran when", {TwoThreads()});
  page.AddTimelines("And again", {TwoThreads()});
  const std::vector<std::string> scripts =
      absl::StrSplit(page.Html(), "<script>");
  EXPECT_THAT(scripts, SizeIs(2));
  EXPECT_THAT(page.Html(), HasSubstr("; script-src 'sha256-"));
  for (const char* reference : {"http:", "https:", " src=", " href="}) {
    EXPECT_THAT(page.Html(), Not(HasSubstr(reference)));
  }
}

TEST(ReportPageTest, TimelinesMayHaveAnyNames) {
  Timeline timeline = TwoThreads();
  timeline.title = kNasty;
  timeline.tracks[0] = kNasty;
  ReportPage page("A sample");
  page.AddTimelines(kNasty, {timeline});
  EXPECT_THAT(page.Html(), Not(HasSubstr("<b>&")));
  const nlohmann::json data = TimelineData(page.Html())["timelines"];
  EXPECT_EQ(data[0]["title"], kNasty);
  EXPECT_EQ(data[0]["tracks"][0]["name"], kNasty);
}

TEST(ReportPageTest, TimelinesAreKeptAsGapsLengthsAndActivities) {
  ReportPage page("A sample");
  page.AddTimelines("Who ran when", {TwoThreads()});
  const nlohmann::json data = TimelineData(page.Html());
  EXPECT_EQ(data["length"], 6'000'000);
  EXPECT_EQ(data["timelines"][0]["hand_offs"], 1);
  EXPECT_EQ(data["timelines"][0]["tracks"], nlohmann::json::parse(R"([
      {"name": "thread 1", "spans": [[0, 5000000, 0]]},
      {"name": "thread 2",
       "spans": [[1000000, 4000000, 1], [0, 1000000, 0]]}])"));
}

TEST(ReportPageTest, NoTimelinesAndNoNotesShowNothing) {
  ReportPage page("A sample");
  page.AddTimelines("Who ran when", {});
  page.AddNotes({});
  EXPECT_EQ(page.Html(), ReportPage("A sample").Html());
}

TEST(ReportPageTest, AnEmptyTableShowsNothing) {
  EXPECT_EQ(PageOf({"Caption", {}}), ReportPage("A sample").Html());
}

TEST(ReportPageTest, AnyTextIsShownAsItIs) {
  ReportPage page(kNasty);
  page.AddEnvironment({{kNasty, kNasty}}, kNasty);
  page.AddFailures({kNasty});
  page.AddComparisons({kNasty, {{kNasty, {{kNasty, {1}}, {kNasty, {}}}}}});
  const std::string html = page.Html();
  EXPECT_THAT(html, Not(HasSubstr("<b>&")));
  EXPECT_THAT(html, HasSubstr(absl::StrCat("<h1>", kNastyInHtml, "</h1>")));

  const nlohmann::json json = Measurements(html);
  EXPECT_EQ(json["title"], kNasty);
  EXPECT_EQ(json["environment"][kNasty], kNasty);
  EXPECT_EQ(json["tables"][0]["comparisons"][0]["ways"][1]["way"], kNasty);
}

TEST(ReportPageTest, TextThatIsNoUtf8DoesNotLoseTheMeasurements) {
  const nlohmann::json json =
      Measurements(PageOf({"\xff", {{"a", {{"x", {1}}}}}}));
  EXPECT_EQ(json["tables"][0]["comparisons"][0]["ways"][0]["seconds"][0], 1);
}

}  // namespace
}  // namespace lab
