// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/places.h"

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

class PlacesTest : public testing::Test {
 protected:
  PlacesTest() {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "hand_ins" / "alice");
    fs::create_directory_symlink(folder_ / "hand_ins", folder_ / "link");
  }
  ~PlacesTest() override { fs::remove_all(folder_); }

  bool Apart(const std::string& submissions, const std::string& out) const {
    return CheckApart(folder_ / submissions, folder_ / out).ok();
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / "places";
};

TEST_F(PlacesTest, TwoFoldersSideBySideAreApart) {
  EXPECT_TRUE(Apart("hand_ins", "out"));
  EXPECT_TRUE(Apart("hand_ins", "hand_ins_out"));
  EXPECT_TRUE(Apart("hand_ins/", "hand_ins/../out/"));
}

// Grading into it would remove what was handed in.
TEST_F(PlacesTest, OneInTheOtherIsRefused) {
  EXPECT_FALSE(Apart("hand_ins", "hand_ins"));
  EXPECT_FALSE(Apart("hand_ins", "hand_ins/"));
  EXPECT_FALSE(Apart("hand_ins", "."));
  EXPECT_FALSE(Apart("hand_ins", ""));
  EXPECT_FALSE(Apart("hand_ins", "hand_ins/new/out"));
  EXPECT_FALSE(Apart("hand_ins/alice", "hand_ins"));
  EXPECT_FALSE(Apart("hand_ins", "link/out"));
  EXPECT_FALSE(Apart("link", "hand_ins"));
  EXPECT_FALSE(Apart("hand_ins", "/"));
}

TEST_F(PlacesTest, TheSaltIsMadeUpOnceAndKeptToItsOwner) {
  const absl::StatusOr<std::string> salt = OwnSalt(folder_ / "a" / "cache");
  ASSERT_TRUE(salt.ok()) << salt.status();
  EXPECT_EQ(salt->size(), 32);
  const absl::StatusOr<std::string> again = OwnSalt(folder_ / "a" / "cache");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *salt);
  EXPECT_EQ(fs::status(folder_ / "a" / "cache" / "salt").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(PlacesTest, EachMachineHasASaltOfItsOwn) {
  const absl::StatusOr<std::string> one = OwnSalt(folder_ / "a");
  const absl::StatusOr<std::string> other = OwnSalt(folder_ / "b");
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(*one, *other);
}

}  // namespace
}  // namespace grade
