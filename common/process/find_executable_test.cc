// SPDX-License-Identifier: Apache-2.0

#include "common/process/find_executable.h"

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/environment.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"
#include "common/process/testing/child_args.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

// The child program's folder, and its name; the ".exe" of Windows may be left
// out.
std::string Folder() {
  return fs::path(testing_util::ChildPath()).parent_path().string();
}
std::string Name() {
  return fs::path(testing_util::ChildPath()).stem().string();
}

void ExpectIsChild(const absl::StatusOr<std::string>& found) {
  ASSERT_OK(found);
  EXPECT_TRUE(fs::equivalent(*found, testing_util::ChildPath())) << *found;
}

TEST(FindExecutableTest, FindsAPathThatLeadsToAProgram) {
  ExpectIsChild(FindExecutable(testing_util::ChildPath()));
  ExpectIsChild(FindExecutable(absl::StrCat(Folder(), "/", Name())));
}

TEST(FindExecutableTest, FindsANameInTheFoldersOfTheChildsPath) {
  ExpectIsChild(FindExecutable(Name(), {.env_changes = {{"PATH", Folder()}}}));
  ExpectIsChild(
      FindExecutable(Name(), {.env = Environment{{"PATH", Folder()}}}));
}

TEST(FindExecutableTest, RelativePathsCountFromTheChildsFolder) {
  ExpectIsChild(FindExecutable(absl::StrCat("./", Name()), {.cwd = Folder()}));
  const fs::path folder = Folder();
  ExpectIsChild(
      FindExecutable(absl::StrCat(folder.filename().string(), "/", Name()),
                     {.cwd = folder.parent_path().string()}));
}

TEST(FindExecutableTest, RelativeFoldersOfPathCountFromTheChildsFolder) {
  ExpectIsChild(FindExecutable(
      Name(), {.cwd = Folder(), .env_changes = {{"PATH", "."}}}));
}

TEST(FindExecutableTest, ANameIsNotLookedForInTheChildsFolder) {
  EXPECT_THAT(
      FindExecutable(Name(), {.cwd = Folder(),
                              .env_changes = {{"PATH", ::testing::TempDir()}}}),
      StatusIs(absl::StatusCode::kNotFound));
}

TEST(FindExecutableTest, WhatItFindsCanBeRun) {
  const absl::StatusOr<std::string> found =
      FindExecutable(Name(), {.env_changes = {{"PATH", Folder()}}});
  ASSERT_OK(found);
  const absl::StatusOr<CompletedProcess> ran =
      process::Run({*found, "exit", "7"});
  ASSERT_OK(ran);
  EXPECT_EQ(ran->status, ExitStatus::FromCode(7));
}

TEST(FindExecutableTest, TheExecutableIsLookedForWhereTheNameIsAnother) {
  ExpectIsChild(
      FindExecutable("alias", {.executable = testing_util::ChildPath()}));
}

TEST(FindExecutableTest, AMissingProgramIsNotFoundAndNamed) {
  EXPECT_THAT(
      FindExecutable("no-such-program"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-program")));
  EXPECT_THAT(
      FindExecutable("no/such/program"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such/program")));
}

TEST(FindExecutableTest, AFolderIsNoProgram) {
  EXPECT_THAT(FindExecutable(Folder()),
              StatusIs(AnyOf(absl::StatusCode::kPermissionDenied,
                             absl::StatusCode::kNotFound),
                       HasSubstr(fs::path(Folder()).filename().string())));
}

TEST(FindExecutableTest, AnEmptyNameIsRefused) {
  EXPECT_THAT(FindExecutable(""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(FindExecutableTest, ANulByteIsRefusedAndShown) {
  EXPECT_THAT(
      FindExecutable(absl::string_view("a\0b", 3)),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a\\000b")));
}

}  // namespace
}  // namespace process
