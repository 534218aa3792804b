// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/workspace.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/lab/testing/student.h"

namespace lab_command {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

std::vector<std::string> Ids(const Workspace& workspace) {
  std::vector<std::string> ids;
  for (const Exercise& exercise : workspace.exercises) {
    ids.push_back(exercise.info.id);
  }
  return ids;
}

TEST(WorkspaceTest, ExercisesComeByChapterAndNumber) {
  Student student;
  ASSERT_OK_AND_ASSIGN(const Workspace workspace,
                       OpenWorkspace(student.root()));
  EXPECT_THAT(Ids(workspace),
              ElementsAre("ch36/1", "ch38/1", "ch38/2", "ch38/10"));
  EXPECT_EQ(workspace.handout, "2026.1");
  EXPECT_THAT(workspace.unknown, IsEmpty());
  EXPECT_THAT(workspace.exercises[2].needs, ElementsAre("ch38/1"));
}

TEST(WorkspaceTest, AnExerciseHasSeveralNames) {
  Student student;
  ASSERT_OK_AND_ASSIGN(const Workspace workspace,
                       OpenWorkspace(student.root()));
  for (const std::string name :
       {"ch38/1", "38/1", "1_lost", "labs/ch38/exercises/1_lost",
        "labs/ch38/exercises/1_lost/", "//labs/ch38/exercises/1_lost",
        "//labs/ch38/exercises/1_lost:test"}) {
    ASSERT_OK_AND_ASSIGN(const Exercise exercise,
                         FindExercise(workspace, name));
    EXPECT_EQ(exercise.info.id, "ch38/1") << name;
  }
  for (const std::string name : {"", "ch38", "ch38/", "ch38/11", "lost", "1"}) {
    EXPECT_THAT(
        FindExercise(workspace, name),
        StatusIs(absl::StatusCode::kNotFound, HasSubstr("'" + name + "'")));
  }
}

TEST(WorkspaceTest, TheAuthorsHasNoVersionAndItsJsonIsBuilt) {
  Student student;
  student.Remove("VERSION");
  student.Write(std::string("bazel-bin/") + kLost + "/exercise.json",
                student.Read(std::string(kLost) + "/exercise.json"));
  for (const std::string package : {kCapture, kLost, kQueue, kRing}) {
    student.Remove(package + "/exercise.json");
  }
  ASSERT_OK_AND_ASSIGN(const Workspace workspace,
                       OpenWorkspace(student.root()));
  EXPECT_FALSE(workspace.is_handout());
  EXPECT_THAT(Ids(workspace), ElementsAre("ch38/1"));
  EXPECT_THAT(workspace.unknown, ElementsAre(kCapture, kRing, kQueue));
}

TEST(WorkspaceTest, WhatIsWrongWithAFileIsSaidWithItsName) {
  const std::string file = std::string(kLost) + "/exercise.json";
  for (const auto& [text, complaint] :
       {std::pair{"{", "is no JSON"}, std::pair{"{}", "id"},
        std::pair{"{\"id\": 7}", "id"}}) {
    Student student;
    student.Write(file, text);
    EXPECT_THAT(
        OpenWorkspace(student.root()),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 ::testing::AllOf(HasSubstr(file), HasSubstr(complaint))));
  }
  Student student;
  student.Write("VERSION", "\n");
  EXPECT_THAT(
      OpenWorkspace(student.root()),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("VERSION")));
}

TEST(WorkspaceTest, AnEmptyFileIsReadAsSuch) {
  Student student;
  student.Write("empty", "");
  EXPECT_THAT(ReadFile(student.root() / "empty"),
              testing_util::IsOkAndHolds(""));
  EXPECT_THAT(ReadFile(student.root() / "absent"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
}

}  // namespace
}  // namespace lab_command
