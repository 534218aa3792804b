// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/submission.h"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::Pair;

Assignment TwoExercises() {
  return {{.id = "ch38/1",
           .package = "labs/ch38/exercises/1_lost_update",
           .files = {"counter.h"}},
          {.id = "ch38/2",
           .package = "labs/ch38/exercises/2_transfer",
           .files = {"bank.h", "bank.cc"}}};
}

Entry File(const std::string& name, const std::string& contents = "code\n") {
  return {.name = name, .contents = contents};
}

std::string Why(const Entry& entry) {
  const Submission sorted = Sort({entry}, TwoExercises());
  return sorted.rejected.value_or("not rejected");
}

TEST(SortTest, FilesAreFoundWhereTheyBelong) {
  const Submission sorted =
      Sort({File("alice/labs/ch38/exercises/1_lost_update/counter.h", "one\n"),
            File("alice/labs/ch38/exercises/2_transfer/bank.h", "two\n"),
            File("alice/labs/ch38/exercises/2_transfer/bank.cc", "three\n")},
           TwoExercises());
  EXPECT_EQ(sorted.rejected, std::nullopt);
  EXPECT_THAT(sorted.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "one\n")));
  EXPECT_THAT(sorted.answers.at("ch38/2").files,
              ElementsAre(Pair("bank.cc", "three\n"), Pair("bank.h", "two\n")));
}

TEST(SortTest, ANameThatIsUniqueIsEnough) {
  const Submission sorted =
      Sort({File("counter.h"), File("src\\bank.cc"), File("./bank.h")},
           TwoExercises());
  EXPECT_THAT(sorted.answers.at("ch38/1").missing, IsEmpty());
  EXPECT_THAT(sorted.answers.at("ch38/2").missing, IsEmpty());
}

TEST(SortTest, ANameOfSeveralExercisesNeedsItsFolder) {
  Assignment same = TwoExercises();
  same[1].files = {"counter.h"};
  EXPECT_THAT(Sort({File("counter.h")}, same).answers.at("ch38/2").missing,
              ElementsAre(HasSubstr("2_transfer/counter.h")));
  EXPECT_THAT(
      Sort({File("2_transfer/counter.h")}, same).answers.at("ch38/2").missing,
      IsEmpty());
}

TEST(SortTest, WhatIsMissingIsNamedWithItsNearest) {
  const Submission sorted = Sort({File("Counter.hh")}, TwoExercises());
  EXPECT_THAT(sorted.answers.at("ch38/1").missing,
              ElementsAre("labs/ch38/exercises/1_lost_update/counter.h (there "
                          "is \"Counter.hh\": was that meant?)"));
}

TEST(SortTest, AnEmptyFileIsMissing) {
  const Submission sorted = Sort({File("counter.h", " \n")}, TwoExercises());
  EXPECT_THAT(sorted.answers.at("ch38/1").missing,
              ElementsAre(HasSubstr("empty")));
}

TEST(SortTest, TwoFilesForOnePlaceAreRejected) {
  EXPECT_THAT(
      Sort({File("a/counter.h", "1\n"), File("b/counter.h", "2\n")},
           TwoExercises())
          .rejected,
      Optional(AllOf(HasSubstr("several files could be"),
                     HasSubstr("\"a/counter.h\" and \"b/counter.h\""))));
  EXPECT_EQ(
      Sort({File("counter.h", "1\n"), File("counter.h", "1\n")}, TwoExercises())
          .rejected,
      std::nullopt);
  // As two editors have written one.
  EXPECT_EQ(Sort({File("counter.h", "1\n2\n"), File("counter.h", "1\r\n2\r\n")},
                 TwoExercises())
                .rejected,
            std::nullopt);
  // The last two are alike; the first is still another.
  EXPECT_THAT(Sort({File("a/counter.h", "1\n"), File("b/counter.h", "2\n"),
                    File("c/counter.h", "2\n")},
                   TwoExercises())
                  .rejected,
              Optional(HasSubstr("several files could be")));
}

TEST(SortTest, NamesThatLeadElsewhereAreRejected) {
  EXPECT_THAT(Why(File("../counter.h")), HasSubstr("leads out"));
  EXPECT_THAT(Why(File("a/../../counter.h")), HasSubstr("leads out"));
  EXPECT_THAT(Why(File("a\\..\\counter.h")), HasSubstr("leads out"));
  EXPECT_THAT(Why(File("/etc/passwd")), HasSubstr("absolute"));
  EXPECT_THAT(Why(File("C:\\counter.h")), HasSubstr("colon"));
  EXPECT_THAT(Why(File("counter.h:stream")), HasSubstr("colon"));
}

TEST(SortTest, OddNamesAreRejectedAndShownHarmlessly) {
  EXPECT_THAT(Why(File("count\n\x1b[2Jer.h")),
              HasSubstr("\"count\\n\\u001b[2Jer.h\" has a control character"));
  EXPECT_THAT(Why(File("\xff\xfe.h")), HasSubstr("no UTF-8"));
  EXPECT_THAT(Why(File(std::string(500, 'x'))), HasSubstr("too long"));
  EXPECT_THAT(Why(File("")), HasSubstr("empty"));
}

TEST(SortTest, LinksDevicesAndProgramsAreRejected) {
  EXPECT_THAT(Why({.name = "counter.h", .kind = EntryKind::kLink}),
              HasSubstr("is a link"));
  EXPECT_THAT(Why({.name = "dev", .kind = EntryKind::kOther}),
              HasSubstr("neither a file nor a folder"));
  EXPECT_THAT(Why(File("counter.o",
                       "\x7f"
                       "ELF...")),
              HasSubstr("object file"));
  EXPECT_THAT(Why(File("lib.a", "!<arch>\n")), HasSubstr("object file"));
}

TEST(SortTest, WhatNobodyAskedForIsLeftOut) {
  const Submission sorted =
      Sort({File("counter.h"), File("BUILD", "genrule(...)"),
            File("tools/bazel", "#!/bin/sh"), File(".bazelrc"),
            File("__MACOSX/._counter.h")},
           TwoExercises());
  EXPECT_EQ(sorted.rejected, std::nullopt);
  EXPECT_THAT(sorted.notes, ElementsAre(HasSubstr("3 files")));
  EXPECT_THAT(sorted.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "code\n")));
}

class CollectTest : public ::testing::Test {
 protected:
  CollectTest() { fs::remove_all(folder_); }

  fs::path Write(const std::string& name, const std::string& contents = "x") {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << contents;
    return folder_ / name;
  }

  Submission Collected(const std::vector<fs::path>& paths) {
    absl::StatusOr<Submission> submission =
        Collect({.student = "alice", .paths = paths}, TwoExercises());
    EXPECT_OK(submission);
    return submission.value_or(Submission());
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "collect";
};

TEST_F(CollectTest, CanvasFilesAreTakenForWhatTheyWereCalled) {
  const Submission submission = Collected(
      {Write("smithjohn_77_88_counter.h"), Write("smithjohn_77_89_bank_2.h")});
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "x\n")));
  EXPECT_THAT(submission.answers.at("ch38/2").missing[0],
              HasSubstr("there is \"bank_2.h\""));
}

// Canvas numbers the files of whoever hands in again.
TEST_F(CollectTest, AResubmissionsFilesAreTakenForWhatTheyWereCalled) {
  EXPECT_THAT(Collected({Write("smithjohn_LATE_77_88_counter-2.h", "again"),
                         Write("smithjohn_LATE_77_89_notes-1.txt")})
                  .answers.at("ch38/1")
                  .files,
              ElementsAre(Pair("counter.h", "again\n")));
}

TEST_F(CollectTest, OtherNumbersStayPartOfTheName) {
  EXPECT_THAT(Collected({Write("alice/counter-1.h").parent_path()})
                  .answers.at("ch38/1")
                  .files,
              IsEmpty());
  EXPECT_THAT(Collected({Write("smithjohn_77_88_counter-x.h")})
                  .answers.at("ch38/1")
                  .files,
              IsEmpty());
}

TEST_F(CollectTest, LinksInFoldersAreNotFollowed) {
  const fs::path folder = Write("alice/bank.h").parent_path();
  fs::create_symlink("/etc/passwd", folder / "counter.h");
  EXPECT_THAT(Collected({folder}).rejected, Optional(HasSubstr("is a link")));
}

// Gradescope's export leaves empty folders out.
TEST_F(CollectTest, AFolderThatIsNotThereIsAHandInOfNothing) {
  const Submission submission = Collected({folder_ / "submission_12"});
  EXPECT_EQ(submission.rejected, std::nullopt);
  EXPECT_THAT(submission.answers.at("ch38/1").missing, Not(IsEmpty()));
  EXPECT_THAT(submission.notes,
              ElementsAre("there is no \"submission_12\" in the export"));
}

TEST_F(CollectTest, AFolderThatHoldsTooMuchIsRejected) {
  for (int i = 0; i < 33; ++i) {
    Write(absl::StrCat("alice/", i), std::string(size_t{1} << 20, 'x'));
  }
  EXPECT_THAT(Collected({folder_ / "alice"}).rejected,
              Optional(HasSubstr("more than 32 MiB")));
}

// ---- Archives

class CollectArchiveTest : public CollectTest {
 protected:
  void SetUp() override {
    for (const char* tool : {"bwrap", "bsdtar"}) {
      if (!process::FindExecutable(tool).ok()) {
        GTEST_SKIP() << "NOT TESTED: " << tool
                     << " is not installed (tools/setup --grading)";
      }
    }
  }

  // Packs these, which are below folder_, and leaves the archive alone.
  fs::path Pack(const std::string& archive,
                const std::vector<std::string>& names,
                const std::vector<std::string>& flags = {}) {
    fs::create_directories((folder_ / archive).parent_path());
    std::vector<std::string> command = {"bsdtar", "-a", "-P"};
    command.insert(command.end(), flags.begin(), flags.end());
    command.insert(command.end(), {"-cf", (folder_ / archive).string()});
    command.insert(command.end(), names.begin(), names.end());
    process::RunOptions options;
    options.start.cwd = folder_.string();
    const absl::StatusOr<process::CompletedProcess> made =
        process::Run(command, options);
    EXPECT_OK(made);
    for (const std::string& name : names) {
      if (name != ".") fs::remove(folder_ / name);
    }
    return folder_ / archive;
  }
};

// As Gradescope's export has what `lab submit` has packed.
TEST_F(CollectArchiveTest, AnArchiveInAFolderIsOpened) {
  Write("labs/ch38/exercises/1_lost_update/counter.h", "packed\n");
  Pack("submission_11/submission.tar",
       {"labs/ch38/exercises/1_lost_update/counter.h"});
  const Submission submission = Collected({folder_ / "submission_11"});
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "packed\n")));
  EXPECT_THAT(submission.notes, IsEmpty());
}

TEST_F(CollectArchiveTest, SoIsOneInAnArchiveButNoneWithinThat) {
  Write("counter.h", "packed\n");
  Pack("submission.tar", {"counter.h"});
  Pack("alice.zip", {"submission.tar"});
  EXPECT_THAT(Collected({folder_ / "alice.zip"}).answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "packed\n")));
  Pack("outer.zip", {"alice.zip"});
  const Submission thrice = Collected({folder_ / "outer.zip"});
  EXPECT_THAT(thrice.answers.at("ch38/1").files, IsEmpty());
  EXPECT_THAT(thrice.notes,
              Contains("\"alice.zip/submission.tar\" was not opened: it is in "
                       "an archive in another one"));
}

// "tar -cf work.tar ." begins with the folder itself.
TEST_F(CollectArchiveTest, AnArchiveOfAWholeFolderIsOpenedLikeAnyOther) {
  Write("all/counter.h", "packed\n");
  Pack("work.tar", {"."}, {"-C", "all"});
  EXPECT_THAT(Collected({folder_ / "work.tar"}).answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "packed\n")));
  Pack("alice/work.tar", {"."}, {"-C", "all"});
  EXPECT_THAT(Collected({folder_ / "alice"}).answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "packed\n")));
}

// An old one, say.
TEST_F(CollectArchiveTest, AnArchiveIsNotOpenedWhenNothingIsMissing) {
  Write("counter.h", "old\n");
  Pack("alice/old.zip", {"counter.h"});
  for (const char* name : {"counter.h", "bank.h", "bank.cc"}) {
    Write(absl::StrCat("alice/", name), "new\n");
  }
  const Submission submission = Collected({folder_ / "alice"});
  EXPECT_EQ(submission.rejected, std::nullopt);
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "new\n")));
}

TEST_F(CollectArchiveTest, AnArchiveAndAFileBesideItThatDifferAreRejected) {
  Write("counter.h", "packed\n");
  Pack("alice/old.zip", {"counter.h"});
  Write("alice/counter.h", "new\n");
  EXPECT_THAT(Collected({folder_ / "alice"}).rejected,
              Optional(AllOf(HasSubstr("they differ"),
                             HasSubstr("\"old.zip/counter.h\""),
                             HasSubstr("\"counter.h\""))));
}

TEST_F(CollectArchiveTest, OneThatCannotBeOpenedIsNamedAndSpoilsNothing) {
  Write("alice/broken.zip", "PK\x03\x04 and then nothing");
  Write("alice/counter.h", "code\n");
  const Submission submission = Collected({folder_ / "alice"});
  EXPECT_EQ(submission.rejected, std::nullopt);
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "code\n")));
  EXPECT_THAT(submission.notes,
              Contains(HasSubstr("\"broken.zip\" was not opened")));
}

TEST_F(CollectArchiveTest, OneWithANameThatLeadsElsewhereStaysClosed) {
  for (const char* name : {"/tmp/counter.h", "../counter.h"}) {
    Write("counter.h");
    Pack("alice/a.tar", {"counter.h"},
         {"-s", absl::StrCat("|^counter.h$|", name, "|")});
    const Submission submission = Collected({folder_ / "alice"});
    EXPECT_THAT(submission.answers.at("ch38/1").files, IsEmpty());
    EXPECT_THAT(submission.notes,
                Contains(AllOf(HasSubstr("\"a.tar\" was not opened"),
                               HasSubstr(name))));
  }
}

TEST_F(CollectArchiveTest, AllOfThemTogetherHoldNoMoreThanOne) {
  for (const char* archive : {"alice/a.tgz", "alice/b.tgz"}) {
    Write("zeros", std::string(size_t{20} << 20, '\0'));
    Pack(archive, {"zeros"});
  }
  EXPECT_THAT(Collected({folder_ / "alice"}).notes,
              Contains(AllOf(HasSubstr("\"b.tgz\" was not opened"),
                             HasSubstr("more than"))));
}

TEST_F(CollectArchiveTest, OfManyTheFirstOnesAreOpened) {
  for (int i = 0; i < 5; ++i) {
    Write("counter.h");
    Pack(absl::StrCat("alice/", i, ".tar"), {"counter.h"});
  }
  EXPECT_THAT(Collected({folder_ / "alice"}).notes,
              Contains(AllOf(HasSubstr("\"4.tar\" was not opened"),
                             HasSubstr("too many"))));
}

}  // namespace
}  // namespace grade
