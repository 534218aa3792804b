// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/result.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/exercise/verdict.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

ExerciseResult Sample() {
  ExerciseResult result = {.exercise = "ch38/1", .seed = UINT64_MAX};
  result.checks.push_back({.name = "One", .points = 60, .max_points = 60});
  result.checks.push_back({.name = "Two",
                           .visible = false,
                           .verdict = Verdict::kDataRace,
                           .max_points = 40,
                           .tried = "2 sensors, \"x\"\nand more",
                           .expected = "6",
                           .got = "5",
                           .where = "counter.cc:12",
                           .hint = 2,
                           .output = "noise",
                           .replay = "bazel run"});
  AddUp(result);
  return result;
}

TEST(ResultTest, JsonKeepsEveryField) {
  EXPECT_THAT(ResultFromJson(ToJson(Sample())), IsOkAndHolds(Sample()));
}

TEST(ResultTest, JsonIsOneLine) {
  EXPECT_THAT(ToJson(Sample()), Not(HasSubstr("\n")));
}

TEST(ResultTest, PointsAddUpAndTheFirstFailureIsTheVerdict) {
  ExerciseResult result = Sample();
  result.checks.push_back(
      {.name = "Three", .verdict = Verdict::kWrong, .max_points = 5});
  AddUp(result);
  EXPECT_EQ(result.points, 60);
  EXPECT_EQ(result.max_points, 105);
  EXPECT_EQ(result.verdict, Verdict::kDataRace);
}

TEST(ResultTest, WhatWasSkippedHasNotFailedAndBringsNoPoints) {
  ExerciseResult result;
  result.checks.push_back(
      {.name = "One", .verdict = Verdict::kSkipped, .max_points = 40});
  AddUp(result);
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.points, 0);
  EXPECT_EQ(result.max_points, 40);
}

TEST(ResultTest, BytesThatAreNoTextDoNotBreakTheJson) {
  ExerciseResult result = Sample();
  result.checks[1].output = "\xff\xfe";
  EXPECT_OK(ResultFromJson(ToJson(result)));
}

TEST(ResultTest, AMissingFieldIsNamed) {
  const std::string json =
      absl::StrReplaceAll(ToJson(Sample()), {{"\"tried\"", "\"tired\""}});
  EXPECT_THAT(ResultFromJson(json),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("checks[0].tried: is missing")));
}

TEST(ResultTest, AFieldOfAnotherTypeIsNamed) {
  for (const char* bad : {"\"1\"", "1.5", "null", "99999999999"}) {
    const std::string json = absl::StrReplaceAll(
        ToJson(Sample()), {{"\"hint\":2", absl::StrCat("\"hint\":", bad)}});
    EXPECT_THAT(ResultFromJson(json),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("checks[1].hint: is no whole number")))
        << bad;
  }
}

TEST(ResultTest, AVerdictThatDoesNotExistIsNamed) {
  const std::string json =
      absl::StrReplaceAll(ToJson(Sample()), {{"\"PASS\"", "\"GREAT\""}});
  EXPECT_THAT(ResultFromJson(json), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("\"GREAT\"")));
}

TEST(ResultTest, WhatIsNoResultIsRefused) {
  for (const char* bad : {"", "{", "[]", "3", "null", "{}"}) {
    EXPECT_THAT(ResultFromJson(bad),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << bad;
  }
}

}  // namespace
}  // namespace exercise
