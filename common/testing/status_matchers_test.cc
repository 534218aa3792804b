// SPDX-License-Identifier: Apache-2.0

#include "common/testing/status_matchers.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "gtest/gtest-spi.h"
#include "gtest/gtest.h"

namespace testing_util {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pointee;

absl::StatusOr<int> Seven() { return 7; }
absl::StatusOr<int> Missing() { return absl::NotFoundError("no such lab"); }

// Abseil tests its matchers; this says that ours are those.
TEST(StatusMatchersTest, MatchStatusAndStatusOr) {
  EXPECT_THAT(absl::OkStatus(), IsOk());
  EXPECT_THAT(Seven(), IsOk());
  EXPECT_THAT(Missing(), Not(IsOk()));
  EXPECT_THAT(Seven(), IsOkAndHolds(Gt(6)));
  EXPECT_THAT(Seven(), Not(IsOkAndHolds(6)));
  EXPECT_THAT(Missing(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("lab")));
  EXPECT_THAT(Missing(), Not(StatusIs(absl::StatusCode::kInternal)));
}

TEST(StatusMatchersTest, ExpectOkAndAssertOkPassOnSuccess) {
  EXPECT_OK(absl::OkStatus());
  EXPECT_OK(Seven());
  ASSERT_OK(absl::OkStatus());
  ASSERT_OK(Seven());
}

TEST(StatusMatchersTest, ExpectOkShowsExpressionAndStatus) {
  EXPECT_NONFATAL_FAILURE(EXPECT_OK(Missing()), "Missing()");
  EXPECT_NONFATAL_FAILURE(EXPECT_OK(Missing()), "NOT_FOUND: no such lab");
  EXPECT_NONFATAL_FAILURE(EXPECT_OK(Missing().status()),
                          "NOT_FOUND: no such lab");
}

TEST(StatusMatchersTest, AssertOkShowsStatusAndEndsTheFunction) {
  static bool went_on;
  went_on = false;
  EXPECT_FATAL_FAILURE(
      {
        ASSERT_OK(Missing());
        went_on = true;
      },
      "NOT_FOUND: no such lab");
  EXPECT_FALSE(went_on);
}

TEST(StatusMatchersTest, AssignTakesTheValue) {
  ASSERT_OK_AND_ASSIGN(int declared, Seven());
  EXPECT_EQ(declared, 7);
  int assigned = 0;
  ASSERT_OK_AND_ASSIGN(assigned, Seven());
  EXPECT_EQ(assigned, 7);
}

TEST(StatusMatchersTest, AssignMovesTheValue) {
  auto make = []() -> absl::StatusOr<std::unique_ptr<int>> {
    return std::make_unique<int>(7);
  };
  ASSERT_OK_AND_ASSIGN(std::unique_ptr<int> pointer, make());
  EXPECT_THAT(pointer, Pointee(7));
}

TEST(StatusMatchersTest, AssignShowsExpressionAndStatusAndEndsTheFunction) {
  static int value;
  value = 0;
  EXPECT_FATAL_FAILURE(
      {
        ASSERT_OK_AND_ASSIGN(value, Missing());
        value = 1;
      },
      "Missing() is NOT_FOUND: no such lab");
  EXPECT_EQ(value, 0);
}

}  // namespace
}  // namespace testing_util
