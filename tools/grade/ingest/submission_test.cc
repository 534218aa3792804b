// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/submission.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using ::testing_util::StatusIs;

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
  EXPECT_THAT(Sort({File("a/counter.h", "1\n"), File("b/counter.h", "2\n")},
                   TwoExercises())
                  .rejected,
              Optional(HasSubstr("several files could be")));
  EXPECT_EQ(
      Sort({File("counter.h", "1\n"), File("counter.h", "1\n")}, TwoExercises())
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

class FindTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& contents = "x") {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << contents;
  }

  std::vector<std::string> Students() {
    std::vector<std::string> students;
    const auto found = FindHandIns(folder_);
    EXPECT_OK(found);
    for (const HandIn& hand_in : found.value_or(std::vector<HandIn>())) {
      students.push_back(hand_in.student);
    }
    return students;
  }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "hand_ins";
};

TEST_F(FindTest, FoldersAndArchivesAreNamedAfterStudents) {
  Write("alice/counter.h");
  Write("bob.zip");
  Write("carol.tar.gz");
  Write(".DS_Store");
  EXPECT_THAT(Students(), ElementsAre("alice", "bob", "carol"));
}

TEST_F(FindTest, CanvasNamesTellStudentAndLateness) {
  Write("doejane_LATE_1234_56789_lab_38-1.zip");
  Write("smithjohn_77_88_counter.h");
  Write("smithjohn_77_89_bank.h");
  ASSERT_OK_AND_ASSIGN(const std::vector<HandIn> found, FindHandIns(folder_));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].canvas_id, "1234");
  EXPECT_TRUE(found[0].late);
  EXPECT_EQ(found[1].student, "77");
  EXPECT_EQ(found[1].paths.size(), 2);
  EXPECT_FALSE(found[1].late);
  ASSERT_OK_AND_ASSIGN(const Submission submission,
                       Collect(found[1], TwoExercises()));
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "x\n")));
}

// Canvas numbers the files of whoever hands in again.
TEST_F(FindTest, AResubmissionsFilesAreTakenForWhatTheyWereCalled) {
  Write("smithjohn_LATE_77_88_counter-2.h", "again");
  Write("smithjohn_LATE_77_89_notes-1.txt");
  ASSERT_OK_AND_ASSIGN(const std::vector<HandIn> found, FindHandIns(folder_));
  ASSERT_OK_AND_ASSIGN(const Submission submission,
                       Collect(found.at(0), TwoExercises()));
  EXPECT_THAT(submission.answers.at("ch38/1").files,
              ElementsAre(Pair("counter.h", "again\n")));
  EXPECT_TRUE(submission.hand_in.late);
}

TEST_F(FindTest, OtherNumbersStayPartOfTheName) {
  Write("alice/counter-1.h");
  Write("smithjohn_77_88_counter-x.h");
  ASSERT_OK_AND_ASSIGN(const std::vector<HandIn> found, FindHandIns(folder_));
  for (const HandIn& hand_in : found) {
    ASSERT_OK_AND_ASSIGN(const Submission submission,
                         Collect(hand_in, TwoExercises()));
    EXPECT_THAT(submission.answers.at("ch38/1").files, testing::IsEmpty());
  }
}

TEST_F(FindTest, GradescopeMetadataTellsStudents) {
  Write("submission_metadata.yml",
        "---\n"
        "submission_11:\n"
        "  :submitters:\n"
        "  - :name: Jane Doe\n"
        "    :sid: '4711'\n"
        "    :email: jane@example.org\n"
        "  :created_at: 2026-01-01\n"
        "submission_12:\n"
        "  :submitters:\n"
        "  - :name: John\n"
        "    :email: john@example.org\n");
  Write("submission_11/counter.h");
  Write("submission_12/counter.h");
  EXPECT_THAT(Students(), ElementsAre("4711", "john@example.org"));
}

TEST_F(FindTest, WhatCannotBeGradedIsAnError) {
  EXPECT_THAT(FindHandIns(folder_ / "none"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(FindHandIns(folder_), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("no submissions")));
  Write("alice/counter.h");
  Write("alice.zip");
  EXPECT_THAT(FindHandIns(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("two submissions are alice's")));
}

TEST_F(FindTest, LinksInFoldersAreNotFollowed) {
  Write("alice/bank.h");
  fs::create_symlink("/etc/passwd", folder_ / "alice" / "counter.h");
  ASSERT_OK_AND_ASSIGN(const std::vector<HandIn> found, FindHandIns(folder_));
  ASSERT_OK_AND_ASSIGN(const Submission submission,
                       Collect(found[0], TwoExercises()));
  EXPECT_THAT(submission.rejected, Optional(HasSubstr("is a link")));
}

}  // namespace
}  // namespace grade
