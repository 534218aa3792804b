// SPDX-License-Identifier: Apache-2.0
//
// The page as a browser shows it, on a telephone and on a desk, in light and in
// dark; and what the keys and buttons do.

#include <string>

#include "common/explorer/internal/trace/testing/sample_executions.h"
#include "common/explorer/internal/trace/trace_page.h"
#include "common/lab/testing/browser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace explorer::internal {
namespace {

using ::lab::Seen;
using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using TracePageBrowserTest = lab::BrowserTest;

std::string PageOf(const Sample& sample) {
  return TracePage(
      sample.execution, sample.places,
      {.title = "A trace", .replay = "test --replay=x1-66312126n1b"});
}

// What was seen after `input`, the first time.
json After(const json& frame, const std::string& input) {
  for (const json& step : frame["trace"]) {
    if (step["input"] == input) return step;
  }
  ADD_FAILURE() << "there was no " << input;
  return {};
}

TEST_F(TracePageBrowserTest, TracesAreReadable) {
  for (const Sample& sample :
       {LostUpdate(), TwoLockDeadlock(), MissedWakeup()}) {
    const Seen seen = LookAt(PageOf(sample));
    EXPECT_EQ(seen.console, "");
    lab::ExpectReadable(seen);
  }
}

TEST_F(TracePageBrowserTest, ManyThreadsAndLongNamesAreReadable) {
  Sample sample = LostUpdate();
  const std::string word(120, 'w');
  for (int thread = 3; thread < 12; ++thread) {
    sample.execution.steps.push_back(
        {.thread = thread, .what = "write", .object = word, .value = word});
    sample.places.steps.push_back({word, word, 1, word});
  }
  sample.places.files[word] = {word};
  const Seen seen = LookAt(PageOf(sample));
  EXPECT_EQ(seen.console, "");
  lab::ExpectReadable(seen);
}

TEST_F(TracePageBrowserTest, KeysMoveTheStepThatIsMarked) {
  const Seen seen = LookAt(PageOf(LostUpdate()));
  EXPECT_EQ(seen.console, "");
  ASSERT_THAT(seen.frames, SizeIs(4));
  for (const json& frame : seen.frames) {
    EXPECT_THAT(After(frame, "nothing")["current"], ElementsAre(0));
    EXPECT_THAT(After(frame, "ArrowRight")["current"], ElementsAre(1));
    EXPECT_THAT(After(frame, "ArrowLeft")["current"], ElementsAre(0));
    EXPECT_THAT(After(frame, "End")["current"], ElementsAre(8));
    EXPECT_THAT(After(frame, "Home")["current"], ElementsAre(0));
    EXPECT_THAT(After(frame, "button last")["current"], ElementsAre(8));
    EXPECT_THAT(After(frame, "button previous")["current"], ElementsAre(7));
    EXPECT_THAT(After(frame, "row 3")["current"], ElementsAre(3));
  }
}

TEST_F(TracePageBrowserTest, EachThreadIsShownWhereItIs) {
  const json frames = LookAt(PageOf(LostUpdate())).frames;
  ASSERT_THAT(frames, SizeIs(4));
  for (const json& frame : frames) {
    const json begin = After(frame, "nothing");
    EXPECT_EQ(begin["shown"], "step 1 of 9: T0 create T1");
    EXPECT_EQ(begin["values"], "");
    ASSERT_THAT(begin["panels"], SizeIs(3));
    EXPECT_EQ(begin["panels"][0]["heading"], "\u25B6 T0");
    EXPECT_THAT(begin["panels"][0]["current"].get<std::string>(),
                HasSubstr("std::thread a("));
    EXPECT_EQ(begin["panels"][1]["heading"], "T1");
    EXPECT_EQ(begin["panels"][1]["lines"], 0);

    const json fourth = After(frame, "row 3");
    EXPECT_EQ(fourth["shown"], "step 4 of 9: T2 read v1: 0");
    EXPECT_EQ(fourth["values"], "v10");
    EXPECT_EQ(fourth["panels"][2]["heading"], "\u25B6 T2");
    EXPECT_EQ(fourth["panels"][1]["lines"], 7);
    EXPECT_EQ(fourth["panels"][1]["current"], "\u25B64  count_ += offset;");
    EXPECT_EQ(After(frame, "End")["values"], "v11");
  }
}

TEST_F(TracePageBrowserTest, StuckThreadsAreTheEnd) {
  const json frames = LookAt(PageOf(TwoLockDeadlock())).frames;
  ASSERT_THAT(frames, SizeIs(4));
  for (const json& frame : frames) {
    const json end = After(frame, "End");
    EXPECT_EQ(end["shown"],
              "stuck at the end: T2 waits to lock mutex m1, which T1 holds");
    EXPECT_THAT(end["panels"][1]["text"].get<std::string>(),
                HasSubstr("holds mutex m1"));
  }
}

TEST_F(TracePageBrowserTest, TheTableStandsWithoutScript) {
  const Seen seen = LookAt(PageOf(LostUpdate()), /*with_script=*/false);
  lab::ExpectReadable(seen);
  for (const json& frame : seen.frames) {
    const json begin = After(frame, "nothing");
    EXPECT_EQ(begin["rows"], 9);
    EXPECT_THAT(begin["panels"], SizeIs(0));
    EXPECT_FALSE(begin["tools"].get<bool>());
  }
}

}  // namespace
}  // namespace explorer::internal
