// SPDX-License-Identifier: Apache-2.0
//
// Parts of internal/windows that no child can show.

#include <windows.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/environment.h"
#include "common/process/internal/windows/environment_block.h"
#include "common/process/internal/windows/error.h"
#include "common/process/internal/windows/wait.h"
#include "common/process/start_failure.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// With its NUL bytes.
template <size_t size>
std::wstring Block(const wchar_t (&text)[size]) {
  return std::wstring(text, size - 1);
}

// ---- EnvironmentBlock ------------------------------------------------------

TEST(EnvironmentBlockTest, IsSortedWithoutRegardToCase) {
  EXPECT_THAT(EnvironmentBlock({{"b", "2"}, {"C", "3"}, {"A", "1"}, {"_", "4"}},
                               /*drive_folders=*/false),
              IsOkAndHolds(Block(L"A=1\0b=2\0C=3\0_=4\0\0")));
}

TEST(EnvironmentBlockTest, HoldsEachNameOnceWhateverItsCase) {
  const Environment environment = {{"PATH", "a"}, {"Path", "b"}};
  EXPECT_THAT(EnvironmentBlock(environment, /*drive_folders=*/false),
              IsOkAndHolds(Block(L"PATH=a\0\0")));
  EXPECT_EQ(FindVariable(environment, "path"), "a");
}

TEST(EnvironmentBlockTest, NoVariablesAreTwoZeros) {
  EXPECT_THAT(EnvironmentBlock({}, /*drive_folders=*/false),
              IsOkAndHolds(Block(L"\0\0")));
}

TEST(EnvironmentBlockTest, KeepsTheFoldersOfDrivesIfAsked) {
  ASSERT_TRUE(SetEnvironmentVariableW(L"=Q:", L"Q:\\folder"));
  EXPECT_THAT(EnvironmentBlock({{"A", "1"}}, /*drive_folders=*/true),
              IsOkAndHolds(StartsWith(L"=")));
  EXPECT_THAT(EnvironmentBlock({{"A", "1"}}, /*drive_folders=*/true),
              IsOkAndHolds(HasSubstr(Block(L"=Q:=Q:\\folder\0A=1\0\0"))));
  EXPECT_THAT(EnvironmentBlock({{"A", "1"}}, /*drive_folders=*/false),
              IsOkAndHolds(Block(L"A=1\0\0")));
  EXPECT_EQ(FindVariable(CurrentEnvironment(), "=Q:"), std::nullopt);
  SetEnvironmentVariableW(L"=Q:", nullptr);
}

TEST(EnvironmentBlockTest, RefusesWhatIsNotUtf8) {
  const absl::Status status =
      EnvironmentBlock({{"A", "\xFF"}}, /*drive_folders=*/false).status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
  ASSERT_TRUE(FailureOf(status).has_value());
  EXPECT_EQ(FailureOf(status)->stage, "environment");
}

// ---- WaitMilliseconds ------------------------------------------------------

TEST(WaitMillisecondsTest, RoundsUp) {
  EXPECT_EQ(WaitMilliseconds(absl::ZeroDuration()), 0u);
  EXPECT_EQ(WaitMilliseconds(-absl::Seconds(1)), 0u);
  EXPECT_EQ(WaitMilliseconds(absl::Nanoseconds(1)), 1u);
  EXPECT_EQ(WaitMilliseconds(absl::Milliseconds(2)), 2u);
  EXPECT_EQ(WaitMilliseconds(absl::Microseconds(2001)), 3u);
}

// 50 days are more milliseconds than 32 bits hold.
TEST(WaitMillisecondsTest, LongTimesAreCutNotWrapped) {
  EXPECT_EQ(WaitMilliseconds(absl::Hours(50 * 24)), 24u * 60 * 60 * 1000);
  EXPECT_EQ(WaitMilliseconds(absl::Seconds(1e18)), 24u * 60 * 60 * 1000);
  EXPECT_EQ(WaitMilliseconds(absl::InfiniteDuration()), INFINITE);
}

// ---- SystemError -----------------------------------------------------------

TEST(SystemErrorTest, NamesTheStageThePathAndTheSystemsWords) {
  const absl::Status status = SystemError(ERROR_FILE_NOT_FOUND, "open", "a\\b");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               StartsWith("open \"a\\b\": ")));
  EXPECT_THAT(status.message(), HasSubstr("(Windows error 2)"));
  EXPECT_EQ(FailureOf(status), (StartFailure{"open", "a\\b", 2}));
}

TEST(SystemErrorTest, GivesTheCodesThatStartPromises) {
  using enum absl::StatusCode;
  EXPECT_EQ(SystemError(ERROR_PATH_NOT_FOUND, "x").code(), kNotFound);
  EXPECT_EQ(SystemError(ERROR_DIRECTORY, "x").code(), kNotFound);
  EXPECT_EQ(SystemError(ERROR_ACCESS_DENIED, "x").code(), kPermissionDenied);
  EXPECT_EQ(SystemError(ERROR_BAD_EXE_FORMAT, "x").code(), kPermissionDenied);
  EXPECT_EQ(SystemError(740, "x").code(), kPermissionDenied);
  EXPECT_EQ(SystemError(ERROR_FILE_EXISTS, "x").code(), kAlreadyExists);
  EXPECT_EQ(SystemError(ERROR_INVALID_HANDLE, "x").code(), kInvalidArgument);
  EXPECT_EQ(SystemError(ERROR_COMMITMENT_LIMIT, "x").code(),
            kResourceExhausted);
  EXPECT_EQ(SystemError(ERROR_NOT_SUPPORTED, "x").code(), kUnimplemented);
  EXPECT_EQ(SystemError(12345, "x").code(), kUnknown);
}

}  // namespace
}  // namespace process::internal
