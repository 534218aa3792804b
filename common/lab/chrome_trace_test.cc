// SPDX-License-Identifier: Apache-2.0

#include "common/lab/chrome_trace.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

using ::nlohmann::json;
using ::testing::SizeIs;

Timeline TwoThreads() {
  return {
      .title = "new GIL",
      .tracks = {"thread 1", "thread 2"},
      .intervals = {
          {0, Activity::kRunning, absl::ZeroDuration(), absl::Milliseconds(5)},
          {1, Activity::kWaiting, absl::Nanoseconds(1'500),
           absl::Milliseconds(5)},
          {0, Activity::kBlocked, absl::Milliseconds(5), absl::Seconds(1)},
      }};
}

// The events of one phase: "X" for intervals, "M" for names.
std::vector<json> Events(const std::vector<Timeline>& timelines,
                         const std::string& phase) {
  std::vector<json> events;
  const json trace = json::parse(ChromeTrace(timelines));
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == phase) events.push_back(event);
  }
  return events;
}

// What the trace calls a process (thread 0) or one of its threads.
std::string NameOf(const std::vector<Timeline>& timelines, int process,
                   int thread) {
  for (const json& event : Events(timelines, "M")) {
    if (event["pid"] == process && event["tid"] == thread &&
        event["args"].contains("name")) {
      return event["args"]["name"];
    }
  }
  return "";
}

TEST(ChromeTraceTest, AnIntervalIsACompleteEventInMicroseconds) {
  const std::vector<json> events = Events({TwoThreads()}, "X");
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(events[0], json::parse(R"({"ph": "X", "pid": 1, "tid": 1,
      "name": "running", "cat": "running", "ts": 0.0, "dur": 5000.0})"));
  EXPECT_EQ(events[2], json::parse(R"({"ph": "X", "pid": 1, "tid": 1,
      "name": "blocked in the system", "cat": "blocked", "ts": 5000.0,
      "dur": 995000.0})"));
}

TEST(ChromeTraceTest, FractionsOfAMicrosecondAreKept) {
  EXPECT_EQ(Events({TwoThreads()}, "X").at(1), json::parse(R"({"ph": "X",
      "pid": 1, "tid": 2, "name": "waiting for the lock", "cat": "waiting",
      "ts": 1.5, "dur": 4998.5})"));
}

TEST(ChromeTraceTest, NanosecondsAreKeptAfterHours) {
  const absl::Duration late = absl::Hours(10) + absl::Nanoseconds(1);
  const std::vector<json> events =
      Events({{.title = "late",
               .tracks = {"thread"},
               .intervals = {{0, Activity::kRunning, late,
                              late + absl::Nanoseconds(2)}}}},
             "X");
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0]["ts"], 36e9 + 0.001);
  EXPECT_EQ(events[0]["dur"], 0.002);
}

TEST(ChromeTraceTest, TimelinesAreProcessesAndTracksThreads) {
  Timeline old_gil = TwoThreads();
  old_gil.title = "old GIL";
  old_gil.tracks[1] = "echo";
  const std::vector<Timeline> timelines = {TwoThreads(), old_gil};
  EXPECT_EQ(NameOf(timelines, 1, 0), "new GIL");
  EXPECT_EQ(NameOf(timelines, 1, 2), "thread 2");
  EXPECT_EQ(NameOf(timelines, 2, 0), "old GIL");
  EXPECT_EQ(NameOf(timelines, 2, 1), "thread 1");
  EXPECT_EQ(NameOf(timelines, 2, 2), "echo");
  EXPECT_EQ(Events(timelines, "X").at(3)["pid"], 2);
}

TEST(ChromeTraceTest, AnyNameIsKept) {
  const std::string name = "\"quoted\"\n</script> \\ µ";
  const std::vector<Timeline> timelines = {{.title = name, .tracks = {name}}};
  EXPECT_EQ(NameOf(timelines, 1, 0), name);
  EXPECT_EQ(NameOf(timelines, 1, 1), name);
  EXPECT_EQ(NameOf({{.title = "\xff"}}, 1, 0), "\uFFFD");
}

TEST(ChromeTraceTest, NothingIsLeftOut) {
  Timeline timeline = {.title = "many", .tracks = {"thread"}};
  for (int i = 0; i < 200'000; ++i) {
    timeline.intervals.push_back({0, Activity::kRunning, absl::Nanoseconds(i),
                                  absl::Nanoseconds(i + 1)});
  }
  EXPECT_THAT(Events({timeline}, "X"), SizeIs(200'000));
}

TEST(ChromeTraceTest, NoTimelinesAreAnEmptyTrace) {
  EXPECT_EQ(json::parse(ChromeTrace({}))["traceEvents"], json::array());
}

}  // namespace
}  // namespace lab
