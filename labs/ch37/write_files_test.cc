// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/write_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "common/lab/temp_directory.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

namespace fs = std::filesystem;

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

std::string Contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

class WriteFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(folder_, lab::TempDirectory::Create());
  }

  const fs::path& folder() const { return folder_->path(); }

 private:
  std::optional<lab::TempDirectory> folder_;
};

TEST_F(WriteFilesTest, BothShapesWriteTheSameBytes) {
  for (Shape shape : {Shape::kLineByLine, Shape::kInOneGo}) {
    ASSERT_OK(WriteLines(folder() / "file", 12, shape));
    EXPECT_EQ(Contents(folder() / "file"),
              "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n");
  }
}

TEST_F(WriteFilesTest, WhatWasInTheFileIsReplaced) {
  ASSERT_OK(WriteLines(folder() / "file", 100, Shape::kInOneGo));
  ASSERT_OK(WriteLines(folder() / "file", 1, Shape::kInOneGo));
  EXPECT_EQ(Contents(folder() / "file"), "0\n");
}

TEST_F(WriteFilesTest, ThreadsWriteTheSameFilesWhileTheCallerWorks) {
  ASSERT_OK(WriteFiles(folder(), 3, 1000, Shape::kInOneGo));
  const std::string expected = Contents(folder() / "lines_2.txt");
  for (const char* name : {"lines_0.txt", "lines_1.txt", "lines_2.txt"}) {
    ASSERT_TRUE(fs::remove(folder() / name)) << name;
  }
  bool worked = false;
  ASSERT_OK(WriteFilesOnThreads(folder(), 3, 1000, Shape::kLineByLine,
                                [&] { worked = true; }));
  EXPECT_TRUE(worked);
  for (const char* name : {"lines_0.txt", "lines_1.txt", "lines_2.txt"}) {
    EXPECT_EQ(Contents(folder() / name), expected) << name;
  }
}

TEST_F(WriteFilesTest, AFolderThatIsNotThereIsNamed) {
  const fs::path missing = folder() / "missing";
  for (const absl::Status& status :
       {WriteFiles(missing, 1, 1, Shape::kInOneGo),
        WriteFilesOnThreads(missing, 1, 1, Shape::kInOneGo, [] {})}) {
    EXPECT_THAT(status,
                StatusIs(absl::StatusCode::kUnavailable, HasSubstr("missing")));
  }
}

}  // namespace
}  // namespace ch37
