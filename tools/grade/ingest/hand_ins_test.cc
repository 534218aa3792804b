// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/hand_ins.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

class HandInsTest : public ::testing::Test {
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

TEST_F(HandInsTest, FoldersAndArchivesAreNamedAfterStudents) {
  Write("alice/counter.h");
  Write("bob.zip");
  Write("carol.tar.gz");
  Write(".DS_Store");
  EXPECT_THAT(Students(), ElementsAre("alice", "bob", "carol"));
}

TEST_F(HandInsTest, CanvasNamesTellStudentAndLateness) {
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
}

TEST_F(HandInsTest, GradescopeMetadataTellsStudents) {
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

// Each member gets the marks.
TEST_F(HandInsTest, WhatAGroupHandedInIsThatOfEachOfItsMembers) {
  Write("submission_metadata.yml",
        "---\n"
        "submission_11:\n"
        "  :submitters:\n"
        "  - :name: Jane Doe\n"
        "    :sid: '4711'\n"
        "    :email: jane@example.org\n"
        "  - :name: 'Sean O''Neil'\n"
        "    :sid: ''\n"
        "    :email: sean@example.org\n"
        "  :score: 10.0\n");
  Write("submission_11/counter.h");
  ASSERT_OK_AND_ASSIGN(const std::vector<HandIn> found, FindHandIns(folder_));
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].student, "4711");
  EXPECT_EQ(found[0].name, "Jane Doe");
  EXPECT_EQ(found[1].student, "sean@example.org");
  EXPECT_EQ(found[1].name, "Sean O'Neil");
  EXPECT_EQ(found[0].paths, found[1].paths);
}

// Who has left the group gets no marks; nor does whom a program's output names.
TEST_F(HandInsTest, EarlierSubmissionsAndWhatProgramsPrintNameNobody) {
  Write("submission_metadata.yml",
        "submission_11:\n"
        "  :submitters:\n"
        "  - :name: Jane\n"
        "    :sid: '1'\n"
        "  :results:\n"
        "    tests:\n"
        "    - output: |-\n"
        "        got:\n"
        "  :submitters:\n"
        "  - :name: Mallory\n"
        "    :sid: '9'\n"
        "  :history:\n"
        "  - :id: 5\n"
        "    :submitters:\n"
        "    - :name: Jane\n"
        "      :sid: '1'\n"
        "    - :name: Gone\n"
        "      :sid: '7'\n"
        "    :results:\n"
        "      tests:\n"
        "      - name: one\n");
  Write("submission_11/counter.h");
  EXPECT_THAT(Students(), ElementsAre("1"));
}

// Exports leave empty folders out.
TEST_F(HandInsTest, AFolderThatGradescopeNamesAndThatIsMissingIsAHandIn) {
  Write("submission_metadata.yml",
        "submission_11:\n  :submitters:\n  - :name: Jane\n    :sid: '1'\n"
        "submission_12:\n  :submitters:\n  - :name: John\n    :sid: '2'\n");
  Write("submission_11/counter.h");
  EXPECT_THAT(Students(), ElementsAre("1", "2"));
}

TEST_F(HandInsTest, AFolderOfNobodyIsAnErrorThatNamesIt) {
  Write("submission_metadata.yml", "submission_11:\n  :submitters: []\n");
  Write("submission_11/counter.h");
  EXPECT_THAT(FindHandIns(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("who handed in \"submission_11\"")));
}

TEST_F(HandInsTest, WhoIsInTwoGroupsIsNamed) {
  Write("submission_metadata.yml",
        "submission_11:\n  :submitters:\n  - :name: Jane\n    :sid: '1'\n"
        "submission_12:\n  :submitters:\n  - :name: Jane\n    :sid: '1'\n");
  Write("submission_11/counter.h");
  Write("submission_12/counter.h");
  EXPECT_THAT(FindHandIns(folder_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("two submissions are 1's")));
}

TEST_F(HandInsTest, WhatCannotBeGradedIsAnError) {
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

}  // namespace
}  // namespace grade
