// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/build_events.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

// As Bazel 4.2 writes them.
const char kEvents[] =
    R"({"id":{"started":{}},"started":{"uuid":"x"}}
{"id":{"testResult":{"label":"@s//a:grade","run":1,"shard":1,"attempt":1}},"testResult":{"testActionOutput":[{"name":"test.log","uri":"file:///x/attempt_1.log"}],"status":"FAILED"}}
{"id":{"testResult":{"label":"@s//a:grade","run":1,"shard":1,"attempt":2}},"testResult":{"testActionOutput":[{"name":"test.xml","uri":"file:///x/test.xml"},{"name":"test.log","uri":"file:///x/a%20b/test.log"}],"status":"PASSED","cachedLocally":true}}
{"id":{"targetCompleted":{"label":"@s//a:grade"}},"completed":{"success":true}}
{"id":{"targetCompleted":{"label":"@s//b:grade"}},"aborted":{"reason":"ANALYSIS_FAILURE","description":"no such package"}}
{"id":{"targetCompleted":{"label":"@s//c:grade"}},"completed":{"failureDetail":{"message":"linking failed"}}}
{"id":{"buildFinished":{}},"finished":{"exitCode":{"name":"TESTS_FAILED","code":3}}}
)";

void ExpectAll(const BuildEvents& events) {
  ASSERT_EQ(events.tests().size(), 1);
  const TestRun& run = events.tests().at("@s//a:grade").at(1);
  EXPECT_TRUE(run.passed);
  EXPECT_TRUE(run.cached);
  EXPECT_EQ(run.attempt, 2);
  EXPECT_EQ(run.log, "/x/a b/test.log");
  EXPECT_EQ(events.failures().size(), 2);
  EXPECT_EQ(events.failures().at("@s//b:grade"), "no such package");
  EXPECT_EQ(events.failures().at("@s//c:grade"), "linking failed");
  EXPECT_EQ(events.exit_code(), 3);
}

TEST(BuildEventsTest, TheLastAttemptCounts) {
  BuildEvents events;
  events.Add(kEvents);
  ExpectAll(events);
}

TEST(BuildEventsTest, PiecesMayBeCutAnywhere) {
  const std::string all = kEvents;
  for (size_t step : {1, 7, 100}) {
    BuildEvents events;
    for (size_t i = 0; i < all.size(); i += step) {
      events.Add(all.substr(i, step));
    }
    ExpectAll(events);
  }
}

TEST(BuildEventsTest, WhatIsNoEventIsLeftOut) {
  BuildEvents events;
  events.Add(
      "garbage\n[1]\n{\"id\": 3}\n{\"id\":{\"testResult\":7},"
      "\"testResult\":{}}\n\n");
  events.Add(kEvents);
  ExpectAll(events);
}

TEST(BuildEventsTest, AKilledBazelHasNoExitCode) {
  BuildEvents events;
  events.Add("{\"id\":{\"started\":{}}}\n{\"id\":{\"buildFini");
  EXPECT_EQ(events.exit_code(), std::nullopt);
}

}  // namespace
}  // namespace grade
