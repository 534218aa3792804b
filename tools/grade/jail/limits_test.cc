// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/limits.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace grade {
namespace {

using ::nlohmann::json;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

TEST(LimitsTest, WhatIsWrittenIsRead) {
  Limits limits;
  limits.cpu = absl::Milliseconds(1500);
  limits.memory = 12345678;
  limits.address_space = false;
  ASSERT_OK_AND_ASSIGN(const Limits read, LimitsFromJson(ToJson(limits)));
  EXPECT_EQ(ToJson(read), ToJson(limits));
}

TEST(LimitsTest, WhatIsNotGivenKeepsItsDefault) {
  ASSERT_OK_AND_ASSIGN(const Limits read,
                       LimitsFromJson(json{{"processes", 3}}));
  EXPECT_EQ(read.processes, 3);
  EXPECT_EQ(read.cpu, Limits().cpu);
}

TEST(LimitsTest, AMistakeIsNamed) {
  const auto error = [](const json& value, const char* text) {
    EXPECT_THAT(LimitsFromJson(value),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(text)));
  };
  error(json{{"cpu", 3}}, "no limit \"cpu\"");
  error(json{{"cpu_seconds", 0}}, "cpu_seconds");
  error(json{{"memory_bytes", "1G"}}, "memory_bytes");
  error(json{{"address_space", 1}}, "address_space");
  error(json::array(), "object");
}

TEST(JailReportTest, WhatIsWrittenIsRead) {
  JailReport report;
  report.end = JailEnd::kSignaled;
  report.status = process::ExitStatus::FromSignal(11);
  report.cpu = absl::Seconds(2);
  ASSERT_OK_AND_ASSIGN(const JailReport read,
                       JailReportFromJson(ToJson(report)));
  EXPECT_EQ(ToJson(read), ToJson(report));
  EXPECT_EQ(read.status, report.status);
  EXPECT_THAT(JailReportFromJson(json{{"end", "BORED"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("BORED")));
  EXPECT_THAT(JailReportFromJson(json{{"end", "EXITED"}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace grade
