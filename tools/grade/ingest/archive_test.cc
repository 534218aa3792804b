// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/archive.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing_util::StatusIs;

// One entry as cpio's new ASCII format has it.
std::string Cpio(absl::string_view name, uint32_t mode,
                 absl::string_view contents) {
  std::string entry = absl::StrFormat(
      "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x", 0, mode, 0,
      0, 1, 0, contents.size(), 0, 0, 0, 0, name.size() + 1, 0);
  absl::StrAppend(&entry, name, absl::string_view("\0", 1));
  entry.resize((entry.size() + 3) & ~size_t{3});
  absl::StrAppend(&entry, contents);
  entry.resize((entry.size() + 3) & ~size_t{3});
  return entry;
}

std::string End() { return Cpio("TRAILER!!!", 0, ""); }

TEST(CpioTest, EntriesComeInTheirOrder) {
  ASSERT_OK_AND_ASSIGN(
      const std::vector<Entry> entries,
      ReadCpio(Cpio("d", 0040755, "") + Cpio("d/a", 0100644, "hello") +
                   Cpio("l", 0120777, "/etc/passwd") + Cpio("h", 0644, "") +
                   Cpio("f", 0010644, "") + End(),
               {}));
  ASSERT_THAT(entries, SizeIs(5));
  EXPECT_EQ(entries[0].kind, EntryKind::kFolder);
  EXPECT_EQ(entries[1].name, "d/a");
  EXPECT_EQ(entries[1].contents, "hello");
  EXPECT_EQ(entries[2].kind, EntryKind::kLink);
  EXPECT_EQ(entries[3].kind, EntryKind::kLink);
  EXPECT_EQ(entries[4].kind, EntryKind::kOther);
}

TEST(CpioTest, EveryCutIsNoticed) {
  const std::string whole = Cpio("d/a", 0100644, "hello") + End();
  for (size_t length = 0; length < whole.size() - 4; ++length) {
    EXPECT_FALSE(ReadCpio(whole.substr(0, length), {}).ok()) << length;
  }
}

TEST(CpioTest, SizesThatLieAreNoticed) {
  std::string lies = Cpio("d/a", 0100644, "hello") + End();
  for (size_t field : {6 + 8 * 6, 6 + 8 * 11}) {
    std::string lie = lies;
    lie.replace(field, 8, "ffffffff");
    EXPECT_THAT(ReadCpio(lie, {}),
                StatusIs(absl::StatusCode::kInvalidArgument));
    lie.replace(field, 8, "zzzzzzzz");
    EXPECT_THAT(ReadCpio(lie, {}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(CpioTest, TooMuchIsRefused) {
  const std::string two =
      Cpio("a", 0100644, "hello") + Cpio("b", 0100644, "hello") + End();
  EXPECT_OK(ReadCpio(two, {.unpacked_bytes = 10, .entries = 2}));
  EXPECT_FALSE(ReadCpio(two, {.unpacked_bytes = 9}).ok());
  EXPECT_FALSE(ReadCpio(two, {.entries = 1}).ok());
}

class ArchiveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* tool : {"bwrap", "bsdtar", "zip"}) {
      if (!process::FindExecutable(tool).ok()) {
        GTEST_SKIP() << "NOT TESTED: " << tool
                     << " is not installed (tools/setup --grading)";
      }
    }
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "d");
    std::ofstream(folder_ / "d" / "counter.h") << "hello";
  }

  void Make(const std::vector<std::string>& command) {
    process::RunOptions options;
    options.start.cwd = folder_.string();
    ASSERT_OK_AND_ASSIGN(const process::CompletedProcess made,
                         process::Run(command, options));
    ASSERT_TRUE(made.status.ok()) << made.err;
  }

  absl::StatusOr<std::vector<Entry>> Read(const std::string& name,
                                          const Bulk& bulk = {}) {
    return ReadArchive(folder_ / name, bulk);
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "archives";
};

TEST_F(ArchiveTest, EveryFormatIsRead) {
  Make({"bsdtar", "-cf", "a.tar", "d/counter.h"});
  Make({"bsdtar", "-czf", "a.tgz", "d/counter.h"});
  Make({"bsdtar", "-cJf", "a.tar.xz", "d/counter.h"});
  Make({"zip", "-q", "a.zip", "d/counter.h"});
  for (const char* name : {"a.tar", "a.tgz", "a.tar.xz", "a.zip"}) {
    EXPECT_TRUE(IsArchiveName(name));
    ASSERT_OK_AND_ASSIGN(const std::vector<Entry> entries, Read(name));
    ASSERT_THAT(entries, SizeIs(1)) << name;
    EXPECT_EQ(entries[0].name, "d/counter.h");
    EXPECT_EQ(entries[0].contents, "hello");
  }
  EXPECT_FALSE(IsArchiveName("counter.h"));
}

TEST_F(ArchiveTest, NamesAndKindsComeAsTheyAre) {
  fs::create_symlink("/etc/passwd", folder_ / "d" / "link");
  fs::create_hard_link(folder_ / "d" / "counter.h", folder_ / "d" / "hard");
  Make({"bsdtar", "-P", "-s", "|^d/link$|../link|", "-cf", "a.tar",
        "d/counter.h", "d/hard", "d/link"});
  ASSERT_OK_AND_ASSIGN(const std::vector<Entry> entries, Read("a.tar"));
  ASSERT_THAT(entries, SizeIs(3));
  int links = 0;
  bool upwards = false;
  for (const Entry& entry : entries) {
    links += entry.kind == EntryKind::kLink;
    upwards |= entry.name == "../link";
  }
  EXPECT_EQ(links, 2);
  EXPECT_TRUE(upwards);
}

TEST_F(ArchiveTest, ABombIsRefused) {
  std::ofstream zeros(folder_ / "zeros");
  const std::string block(1 << 20, '\0');
  for (int i = 0; i < 64; ++i) zeros << block;
  zeros.close();
  Make({"bsdtar", "-czf", "bomb.tgz", "zeros"});
  ASSERT_LT(fs::file_size(folder_ / "bomb.tgz"), 1 << 20);
  EXPECT_THAT(Read("bomb.tgz"), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr("more than 32 MiB")));
}

TEST_F(ArchiveTest, ALargeArchiveIsNotOpened) {
  Make({"bsdtar", "-cf", "a.tar", "d/counter.h"});
  EXPECT_THAT(
      Read("a.tar", {.archive_bytes = 100}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("larger than")));
}

TEST_F(ArchiveTest, GarbageIsRefused) {
  std::ofstream(folder_ / "a.zip") << "PK\x03\x04 and then nothing";
  EXPECT_THAT(Read("a.zip"), StatusIs(absl::StatusCode::kInvalidArgument));
  std::ofstream(folder_ / "b.zip") << "I am no archive";
  EXPECT_THAT(Read("b.zip"), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("cannot be unpacked")));
}

// A format of libarchive's own whose entries may name files of the machine that
// unpacks it.
TEST_F(ArchiveTest, AnMtreeReachesNoFileOfThisMachine) {
  const fs::path secret = folder_ / "secret";
  std::ofstream(secret) << "the secret";
  std::ofstream(folder_ / "a.tar")
      << "#mtree\n./counter.h type=file size=10 contents=" << secret.string()
      << "\n";
  const absl::StatusOr<std::vector<Entry>> read = Read("a.tar");
  if (!read.ok()) return;
  for (const Entry& entry : *read) {
    EXPECT_EQ(entry.contents.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace grade
