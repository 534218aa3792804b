// SPDX-License-Identifier: Apache-2.0
//
// Assertions on absl::Status and absl::StatusOr. Abseil brings the matchers;
// the macros here are what it lacks.
//
//   EXPECT_OK(WriteLines(file, 12));
//   ASSERT_OK_AND_ASSIGN(process::CompletedProcess result,
//   process::Run({"git"})); EXPECT_THAT(EchoThroughAPipe(echo, "hi"),
//   IsOkAndHolds("hi")); EXPECT_THAT(process::Run({"no-such-program"}),
//               StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such")));
//
// ASSERT_OK_AND_ASSIGN works where ASSERT_TRUE does: in functions that return
// void. All of it is as thread-safe as GoogleTest's own assertions.
//
// Source: absl/status/status_matchers.h documents the matchers.

#ifndef COMMON_TESTING_STATUS_MATCHERS_H_
#define COMMON_TESTING_STATUS_MATCHERS_H_

#include <utility>

#include "absl/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace testing_util {

using ::absl_testing::IsOk;
using ::absl_testing::IsOkAndHolds;
using ::absl_testing::StatusIs;

}  // namespace testing_util

// Fails, and shows the status, where an absl::Status or absl::StatusOr is an
// error. ASSERT_OK also returns from the function.
#define EXPECT_OK(expression) EXPECT_THAT(expression, ::absl_testing::IsOk())
#define ASSERT_OK(expression) ASSERT_THAT(expression, ::absl_testing::IsOk())

// Moves the value of an absl::StatusOr into `variable`, which may be a
// declaration; where it is an error, fails, shows the status, and returns.
// Neither argument may have a comma outside of parentheses.
#define ASSERT_OK_AND_ASSIGN(variable, expression)                       \
  TESTING_UTIL_ASSIGN_OR_FAIL_(                                          \
      TESTING_UTIL_CONCAT_(testing_util_status_or_, __LINE__), variable, \
      expression)

#define TESTING_UTIL_ASSIGN_OR_FAIL_(status_or, variable, expression)      \
  auto status_or = (expression);                                           \
  ASSERT_TRUE(status_or.ok()) << #expression " is " << status_or.status(); \
  variable = *std::move(status_or)

#define TESTING_UTIL_CONCAT_(a, b) TESTING_UTIL_CONCAT_AGAIN_(a, b)
#define TESTING_UTIL_CONCAT_AGAIN_(a, b) a##b

#endif  // COMMON_TESTING_STATUS_MATCHERS_H_
