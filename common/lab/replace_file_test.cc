// SPDX-License-Identifier: Apache-2.0

#include "common/lab/replace_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/temp_directory.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReplaceFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<TempDirectory> folder = TempDirectory::Create();
    ASSERT_OK(folder);
    folder_.emplace(*std::move(folder));
  }

  fs::path File(const std::string& name) const {
    return folder_->path() / name;
  }

  static std::string Read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::vector<std::string> FolderContents() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_->path())) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  std::optional<TempDirectory> folder_;
};

TEST_F(ReplaceFileTest, MakesAFileThatWasNotThere) {
  ASSERT_OK(ReplaceFile(File("new"), "a\nb\n"));
  EXPECT_EQ(Read(File("new")), "a\nb\n");
  EXPECT_THAT(FolderContents(), ElementsAre("new"));
}

TEST_F(ReplaceFileTest, ReplacesAFileThatWasThere) {
  ASSERT_OK(ReplaceFile(File("file"), "a long first version"));
  ASSERT_OK(ReplaceFile(File("file"), "short"));
  EXPECT_EQ(Read(File("file")), "short");
  EXPECT_THAT(FolderContents(), ElementsAre("file"));
}

TEST_F(ReplaceFileTest, ACheckChangesNothing) {
  EXPECT_OK(CheckReplaceable(File("new")));
  EXPECT_THAT(FolderContents(), IsEmpty());
  ASSERT_OK(ReplaceFile(File("old"), "old"));
  EXPECT_OK(CheckReplaceable(File("old")));
  EXPECT_EQ(Read(File("old")), "old");
  EXPECT_THAT(FolderContents(), ElementsAre("old"));
}

TEST_F(ReplaceFileTest, ALinkStaysALink) {
  ASSERT_OK(ReplaceFile(File("file"), "old"));
  std::error_code error;
  fs::create_symlink(File("file"), File("link"), error);
  if (error) GTEST_SKIP() << "no symbolic links here: " << error.message();
  ASSERT_OK(ReplaceFile(File("link"), "new"));
  EXPECT_TRUE(fs::is_symlink(File("link")));
  EXPECT_EQ(Read(File("file")), "new");
}

TEST_F(ReplaceFileTest, WhatIsNoFileIsLeftAlone) {
  const std::string folder = File("").string();
  for (const fs::path& path : {fs::path(""), fs::path(folder), File(".")}) {
    EXPECT_EQ(CheckReplaceable(path).code(), absl::StatusCode::kInvalidArgument)
        << path;
    EXPECT_EQ(ReplaceFile(path, "x").code(), absl::StatusCode::kInvalidArgument)
        << path;
  }
  EXPECT_THAT(FolderContents(), IsEmpty());
}

TEST_F(ReplaceFileTest, AMissingFolderIsNamed) {
  const fs::path file = File("missing") / "report.html";
  const absl::Status status = CheckReplaceable(file);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr(file.string()));
  EXPECT_EQ(ReplaceFile(file, "x"), status);
}

}  // namespace
}  // namespace lab
