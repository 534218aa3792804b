// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/trace_page.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/explorer/internal/trace/testing/sample_executions.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace explorer::internal {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string PageOf(const Sample& sample, const TracePageOptions& options = {}) {
  return TracePage(sample.execution, sample.places, options);
}

nlohmann::json DataOf(const std::string& page) {
  const std::vector<std::string> parts =
      absl::StrSplit(page, "id=\"trace-data\">");
  EXPECT_THAT(parts, SizeIs(2));
  const std::vector<std::string> rest = absl::StrSplit(parts[1], "</script>");
  return nlohmann::json::parse(rest[0]);
}

size_t Count(const std::string& page, const std::string& text) {
  return std::vector<std::string>(absl::StrSplit(page, text)).size() - 1;
}

TEST(TracePageTest, IsAPageThatNamesNothingOutsideItself) {
  const std::string page = PageOf(LostUpdate(), {.title = "CounterTest.Lost"});
  EXPECT_THAT(page, AllOf(StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"),
                          HasSubstr("<h1>CounterTest.Lost</h1>"),
                          HasSubstr("default-src 'none'"),
                          HasSubstr("script-src 'sha256-")));
  for (const char* reference :
       {"http:", "https:", " src=", " href=", "@import", "@font-face"}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
}

TEST(TracePageTest, HasARowForEachStepWithAColumnForEachThread) {
  const std::string page = PageOf(LostUpdate());
  EXPECT_EQ(Count(page, "<tr><td class=\"number\">"), 9u);
  EXPECT_THAT(page, HasSubstr("<th scope=\"col\">T0</th>"
                              "<th scope=\"col\">T1</th>"
                              "<th scope=\"col\">T2</th>"));
  EXPECT_THAT(
      page,
      HasSubstr("<td class=\"number\">6</td><td></td><td></td>"
                "<td data-thread=\"T2\">write v1: 1 -&gt; 1</td>"
                "<td>counter.cc:4 <code>count_ += offset;</code></td></tr>"));
}

TEST(TracePageTest, StuckThreadsAreTheLastRows) {
  const std::string page = PageOf(TwoLockDeadlock());
  EXPECT_THAT(page, HasSubstr("<td class=\"number\">stuck</td><td></td>"
                              "<td data-thread=\"T1\">waits to lock mutex m2, "
                              "which T2 holds</td>"));
  const nlohmann::json rows = DataOf(page)["rows"];
  ASSERT_THAT(rows, SizeIs(7));
  EXPECT_EQ(rows[5]["number"], 0);
  EXPECT_EQ(rows[5]["holds"], "mutex m1");
}

TEST(TracePageTest, SaysWhatWasFoundAndHowToRunItAgain) {
  const std::string page =
      PageOf(MissedWakeup(), {.replay = "test --replay=x1-<"});
  EXPECT_THAT(page, AllOf(HasSubstr("<strong>Found: missed wakeup</strong>"),
                          HasSubstr("<code>test --replay=x1-&lt;</code>")));
}

TEST(TracePageTest, TheSourceAroundEachStepIsThere) {
  const nlohmann::json data = DataOf(PageOf(LostUpdate()));
  const nlohmann::json place =
      data["places"][data["rows"][2]["place"].get<size_t>()];
  EXPECT_EQ(place["at"], "counter.cc:4");
  EXPECT_EQ(place["function"], "Counter::Increment");
  EXPECT_EQ(place["line"], 4);
  EXPECT_EQ(place["first"], 1);
  ASSERT_THAT(place["lines"], SizeIs(7));
  EXPECT_EQ(place["lines"][3], "  count_ += offset;");
  // The same for each step there.
  EXPECT_EQ(data["rows"][5]["place"], data["rows"][2]["place"]);
}

TEST(TracePageTest, AValueIsTheOneAfterTheStep) {
  const nlohmann::json rows = DataOf(PageOf(LostUpdate()))["rows"];
  EXPECT_FALSE(rows[0].contains("after"));
  EXPECT_EQ(rows[2]["after"], "0");
  EXPECT_EQ(rows[4]["after"], "1");
  EXPECT_EQ(rows[4]["object"], "v1");
}

TEST(TracePageTest, TextIsNeverMarkup) {
  const std::string nasty = "<b>&\" </script><!-- '";
  const SourceLine line = {nasty, nasty, 1, nasty};
  const std::string page =
      TracePage({.threads = 1,
                 .steps = {{.what = nasty, .object = nasty, .value = nasty}},
                 .stuck = {{.what = nasty, .holds = {nasty}}},
                 .finding = nasty,
                 .details = nasty},
                {.steps = {line}, .stuck = {line}, .files = {{nasty, {nasty}}}},
                {.title = nasty, .replay = nasty});
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, Not(HasSubstr("<!--")));
  EXPECT_EQ(Count(page, "</script>"), 2u);
  EXPECT_EQ(DataOf(page)["places"][0]["lines"][0], nasty);
}

TEST(TracePageTest, WithoutSourceTheStepsStand) {
  Sample sample = LostUpdate();
  sample.places.files.clear();
  for (SourceLine& line : sample.places.steps) line = {};
  const nlohmann::json data = DataOf(PageOf(sample));
  EXPECT_THAT(data["rows"], SizeIs(9));
  EXPECT_FALSE(data["rows"][0].contains("place"));
}

TEST(TracePageTest, AnExecutionWithoutStepsHasAPage) {
  EXPECT_THAT(TracePage({}, {}), AllOf(HasSubstr("Nothing was found."),
                                       Not(HasSubstr("<script>"))));
}

TEST(TracePageTest, ManyThreadsShareAColumn) {
  Execution execution = {.threads = 5};
  Places places;
  for (int thread = 0; thread < 5; ++thread) {
    execution.steps.push_back({.thread = thread, .what = "yield"});
    places.steps.emplace_back();
  }
  EXPECT_THAT(TracePage(execution, places),
              HasSubstr("<div class=\"trace many\""));
  EXPECT_THAT(PageOf(LostUpdate()), HasSubstr("<div class=\"trace\""));
}

}  // namespace
}  // namespace explorer::internal
