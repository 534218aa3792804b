// SPDX-License-Identifier: Apache-2.0
//
// lab submit with the system's own tar, and with bsdtar where that is there.

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::HasSubstr;

// The archive of a student who has solved all, with this program as tar.
std::string ArchiveBy(const std::string& tar, mode_t umask_for_it) {
  Student student;
  student.DoAll();
  std::filesystem::create_directory(student.root() / "path");
  std::filesystem::create_symlink(tar, student.root() / "path" / "tar");
  student.SetVariable("PATH", (student.root() / "path").string());
  const mode_t before = umask(umask_for_it);
  EXPECT_EQ(student.Lab({"submit"}), 0) << student.error();
  umask(before);
  return student.Read("submission.tar");
}

class TarTest : public ::testing::TestWithParam<const char*> {
 protected:
  // Empty: this machine has none.
  static std::string Tar() {
    absl::StatusOr<std::string> found = process::FindExecutable(GetParam());
    return found.ok() ? *found : "";
  }
};

TEST_P(TarTest, TheSameFilesGiveTheSameArchive) {
  if (Tar().empty()) GTEST_SKIP() << "no " << GetParam() << " here";
  const std::string archive = ArchiveBy(Tar(), 022);
  EXPECT_FALSE(archive.empty());
  EXPECT_EQ(ArchiveBy(Tar(), 077), archive);
}

TEST_P(TarTest, FilesAreNobodysInParticularAndHaveNoTime) {
  if (Tar().empty()) GTEST_SKIP() << "no " << GetParam() << " here";
  Student student;
  student.Write("x.tar", ArchiveBy(Tar(), 022));
  ASSERT_OK_AND_ASSIGN(
      const std::string listing,
      process::CheckOutput({"tar", "--numeric-owner", "--utc", "-tvf",
                            (student.root() / "x.tar").string()}));
  EXPECT_THAT(listing, ::testing::ContainsRegex(
                           "-rw-r--r-- 0/0 +[0-9]+ 2000-01-01 00:00 "
                           "manifest.json\n"));
  EXPECT_THAT(listing, HasSubstr(absl::StrCat(" ", kLost, "/tally.h\n")));
}

INSTANTIATE_TEST_SUITE_P(All, TarTest, ::testing::Values("tar", "bsdtar"));

TEST(SubmitPosixTest, ALinkInPlaceOfAFileIsRefused) {
  Student student;
  const std::string tally = absl::StrCat(kLost, "/tally.cc");
  student.Write("elsewhere.cc", "// mine");
  student.Remove(tally);
  std::filesystem::create_symlink(student.root() / "elsewhere.cc",
                                  student.root() / tally);
  student.UseRealPath();
  EXPECT_EQ(student.Lab({"submit"}), 1);
  EXPECT_THAT(student.error(), HasSubstr("is a link"));
}

}  // namespace
}  // namespace lab_command
