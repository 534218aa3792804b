// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/read_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

fs::path Written(const std::string& bytes) {
  const fs::path path = fs::path(::testing::TempDir()) / "a_file";
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(ReadFileTest, AllBytesComeAsTheyAre) {
  const std::string bytes("a\r\n\0b\xff", 6);
  EXPECT_THAT(TryReadFile(Written(bytes)), IsOkAndHolds(bytes));
  EXPECT_EQ(ReadFile(Written(bytes)), bytes);
}

TEST(ReadFileTest, AnEmptyFileIsNoError) {
  EXPECT_THAT(TryReadFile(Written("")), IsOkAndHolds(""));
}

TEST(ReadFileTest, WhatCannotBeReadIsNamed) {
  for (const fs::path& path :
       {fs::path(::testing::TempDir()) / "none", fs::path("/")}) {
    EXPECT_THAT(TryReadFile(path), StatusIs(absl::StatusCode::kUnavailable,
                                            HasSubstr(path.string())));
    EXPECT_EQ(ReadFile(path), "");
  }
}

}  // namespace
}  // namespace grade
