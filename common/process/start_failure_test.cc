// SPDX-License-Identifier: Apache-2.0

#include "common/process/start_failure.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "gtest/gtest.h"

namespace process {
namespace {

TEST(StartFailureTest, AllPartsComeBack) {
  const StartFailure failure = {
      .stage = "chdir", .path = "/no/such folder/ü\n\"", .os_error = 2};
  EXPECT_EQ(FailureOf(WithFailure(absl::NotFoundError("gone"), failure)),
            failure);
}

TEST(StartFailureTest, EmptyPartsComeBack) {
  EXPECT_EQ(FailureOf(WithFailure(absl::UnknownError("?"), {})),
            StartFailure());
}

TEST(StartFailureTest, EverySystemsNumbersComeBack) {
  for (const int64_t number :
       {int64_t{-1}, int64_t{0xC0000135}, std::numeric_limits<int64_t>::max(),
        std::numeric_limits<int64_t>::min()}) {
    const StartFailure failure = {.stage = "exec", .os_error = number};
    EXPECT_EQ(FailureOf(WithFailure(absl::UnknownError("?"), failure)),
              failure);
  }
}

TEST(StartFailureTest, CodeMessageAndOtherPayloadsStay) {
  absl::Status status = absl::NotFoundError("gone");
  status.SetPayload("other", absl::Cord("payload"));
  status = WithFailure(status, {.stage = "exec"});
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "gone");
  EXPECT_EQ(status.GetPayload("other"), absl::Cord("payload"));
}

TEST(StartFailureTest, TheLastOneCounts) {
  const absl::Status status =
      WithFailure(WithFailure(absl::UnknownError("?"), {.stage = "exec"}),
                  {.stage = "chdir"});
  EXPECT_EQ(FailureOf(status)->stage, "chdir");
}

TEST(StartFailureTest, AStatusWithoutOneHasNone) {
  EXPECT_EQ(FailureOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(FailureOf(absl::NotFoundError("exec")), std::nullopt);
}

TEST(StartFailureTest, OkHasNoFailure) {
  EXPECT_EQ(FailureOf(WithFailure(absl::OkStatus(), {.stage = "exec"})),
            std::nullopt);
}

}  // namespace
}  // namespace process
