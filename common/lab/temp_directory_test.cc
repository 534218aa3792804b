// SPDX-License-Identifier: Apache-2.0

#include "common/lab/temp_directory.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

TempDirectory MustCreate() {
  absl::StatusOr<TempDirectory> folder = TempDirectory::Create();
  EXPECT_TRUE(folder.ok()) << folder.status();
  return *std::move(folder);
}

TEST(TempDirectoryTest, TwoFoldersAreNeverTheSame) {
  TempDirectory one = MustCreate();
  TempDirectory two = MustCreate();
  EXPECT_TRUE(fs::is_directory(one.path()));
  EXPECT_TRUE(fs::is_directory(two.path()));
  EXPECT_NE(one.path(), two.path());
}

TEST(TempDirectoryTest, GoesWithAllThatIsInIt) {
  fs::path path;
  {
    TempDirectory folder = MustCreate();
    path = folder.path();
    fs::create_directory(path / "inner");
    std::ofstream(path / "inner" / "file") << "text";
    ASSERT_TRUE(fs::exists(path / "inner" / "file"));
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TempDirectoryTest, MovingHandsTheFolderOn) {
  TempDirectory first = MustCreate();
  const fs::path kept = first.path();
  TempDirectory second = MustCreate();
  const fs::path replaced = second.path();
  second = std::move(first);
  EXPECT_EQ(second.path(), kept);
  EXPECT_TRUE(fs::exists(kept));
  EXPECT_FALSE(fs::exists(replaced));
}

}  // namespace
}  // namespace lab
